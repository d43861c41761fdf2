import fc from 'fast-check'
import { measure } from './measure.ts'
import type { Target } from './target.ts'

export interface FuzzOptions {
  /** How many inputs. */
  readonly runs: number
  readonly seed: number
  /** Called before each input, so that one that never ends can be told. */
  readonly onInput?: (input: Uint8Array) => void
}

/** What came of the inputs of one parser. */
export interface Fuzzed {
  readonly name: string
  readonly inputs: number
  readonly read: number
  readonly refused: number
  readonly slowest: { readonly ms: number; readonly bytes: number }
  readonly largest: { readonly memory: number; readonly bytes: number }
  /** Null where all is well; else the smallest input found that fails, and how. */
  readonly failure: { readonly input: Uint8Array; readonly message: string } | null
}

/** Feeds a parser; an input that fails is made as small as it can be. The same seed makes the same inputs. */
export async function fuzz({ name, inputs, parse }: Target, options: FuzzOptions): Promise<Fuzzed> {
  const { runs, seed, onInput } = options
  let [read, refused] = [0, 0]
  let slowest = { ms: 0, bytes: 0 }
  let largest = { memory: 0, bytes: 0 }
  const property = fc.asyncProperty(inputs, async (input) => {
    onInput?.(input)
    const { isRead, ms, memory } = await measure(parse, input)
    if (isRead) read++
    else refused++
    if (ms > slowest.ms) slowest = { ms, bytes: input.length }
    if (memory > largest.memory) largest = { memory, bytes: input.length }
  })
  const { failed, counterexample, errorInstance } = await fc.check(property, { numRuns: runs, seed })
  const failure = failed ? { input: counterexample![0], message: causesOf(errorInstance) } : null
  return { name, inputs: read + refused, read, refused, slowest, largest, failure }
}

function causesOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}\n${error.cause.stack}` : error.message
}

/** The start of an input, for people: as text, and as base64 to be put into a test. */
export const shownInput = (input: Uint8Array): string => {
  const [head, more] = [Buffer.from(input.subarray(0, 400)), input.length > 400 ? '...' : '']
  return `${input.length} bytes: ${JSON.stringify(head.toString('latin1'))}${more}\nbase64: ${head.toString('base64')}${more}`
}
