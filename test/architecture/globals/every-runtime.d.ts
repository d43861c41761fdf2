// What Node, Deno, Bun, browsers and workers all have, beyond the language: the globals that a main entry
// of a package may use. Only as much of each as is the same everywhere.

declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>
}

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean })
  decode(bytes?: ArrayBuffer | ArrayBufferView): string
}

declare class AbortSignal {
  readonly aborted: boolean
  readonly reason: unknown
  throwIfAborted(): void
}

declare class AbortController {
  readonly signal: AbortSignal
  abort(reason?: unknown): void
}

declare const performance: { now(): number }
declare const console: Record<'log' | 'warn' | 'error', (...values: unknown[]) => void>
declare function setTimeout(run: (...values: never[]) => void, milliseconds?: number): unknown
declare function clearTimeout(timer: unknown): void
declare function queueMicrotask(run: () => void): void
declare function structuredClone<Value>(value: Value): Value
declare function atob(text: string): string
