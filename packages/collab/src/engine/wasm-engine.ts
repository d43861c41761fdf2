import { kernels } from '../generated/kernels.ts'
import { OnecycleError } from '@onecycle/tensor-core'

/** The exports of assembly/index.ts. Arrays are byte addresses. */
export interface EngineKernels {
  configure(
    factors: number, users: number, items: number, records: number, rowStates: number, touchedRows: number, gradients: number, pairs: number, drifts: number, powers: number, powerCount: number,
    beta2: number, logRoot: number, low: number, range: number,
  ): void // prettier-ignore
  setTables(
    userSums: number, userSteps: number, itemSums: number, itemSteps: number,
    userBiasSums: number, userBiasSteps: number, itemBiasSums: number, itemBiasSteps: number,
  ): void // prettier-ignore
  setImplicit(
    terms: number,
    count: number,
    shifts: number,
    drives: number,
    toVector: number,
    every: number,
  ): void
  setBlocks(steps: number, fade: number, done: number): void
  refreshImplicit(): void
  train(ratings: number, batches: number, size: number, t: number, losses: number): void
  endStretch(t: number): void
  predict(users: number, items: number, n: number, out: number): void
}

interface Memory {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}

/** The part of the host's WebAssembly that is used here; the language's own library does not declare it. */
interface Host {
  readonly WebAssembly: {
    readonly Module: new (binary: Uint8Array) => object
    readonly Instance: new (module: object, imports: object) => { readonly exports: object }
    readonly Memory: new (size: { initial: number; maximum: number }) => Memory
  }
}

const pageBytes = 65_536

/** A WebAssembly instance of the fused trainer with a memory of its own, which only grows. */
export class WasmEngine {
  readonly kernels: EngineKernels
  readonly #memory: Memory
  #end = 64 // nothing stands at address 0, which means "none"

  constructor() {
    const { Module, Instance, Memory } = (globalThis as unknown as Host).WebAssembly
    this.#memory = new Memory({ initial: 1, maximum: 65_536 })
    const binary = Uint8Array.from(atob(kernels), (char) => char.charCodeAt(0))
    this.kernels = new Instance(new Module(binary), { env: { memory: this.#memory } })
      .exports as EngineKernels
  }

  /** Reserves zeroed bytes at a multiple of 64. @throws OnecycleError `OUT_OF_MEMORY` */
  reserve(bytes: number): number {
    const address = Math.ceil(this.#end / 64) * 64
    const missing = Math.ceil((address + bytes) / pageBytes) - this.#memory.buffer.byteLength / pageBytes
    try {
      if (missing > 0) this.#memory.grow(missing)
    } catch (error) {
      const message = `the model and its data need more than ${Math.round((address + bytes) / 2 ** 20)} MiB of WebAssembly memory`
      throw new OnecycleError('OUT_OF_MEMORY', message, { bytes: address + bytes }, error)
    }
    this.#end = address + bytes
    return address
  }

  // Views are made anew for each use: growing the memory detaches older ones.
  float32(address: number, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, address, length)
  }

  int32(address: number, length: number): Int32Array {
    return new Int32Array(this.#memory.buffer, address, length)
  }

  float64(address: number, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, address, length)
  }
}
