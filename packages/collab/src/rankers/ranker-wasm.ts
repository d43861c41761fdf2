import { OnecycleError } from '@onecycle/tensor-core'
import { kernels } from '../generated/ranker-kernels.ts'

/** The exports of assembly/rankers/index.ts. Arrays are byte addresses. */
interface RankerKernels {
  gramOf(q: number, rows: number, stride: number, alpha: number, lambda: number, gram: number): void
  solveRows(
    own: number, rows: number, other: number, stride: number, gram: number, offsets: number, columns: number,
    weights: number, steps: number, scratch: number,
  ): void // prettier-ignore
  invert(a: number, inverse: number, n: number): number
  reach(
    k: number, side: number, userOffsets: number, users: number, itemOffsets: number, items: number,
    userCount: number, itemCount: number, target: number, sums: number, out: number,
  ): void // prettier-ignore
  rankPairs(
    users: number, items: number, biases: number, stride: number, triples: number, count: number, lr: number,
    lambda: number,
  ): void // prettier-ignore
}

/** The part of the host's WebAssembly that is used here; the language's own library does not declare it. */
interface Host {
  readonly WebAssembly: {
    readonly Module: new (binary: Uint8Array) => object
    readonly Instance: new (module: object, imports: object) => { readonly exports: object }
    readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer }
  }
}

const PAGE = 65_536
const ALIGNED = 64

/** The kernels of the rankers in a memory of fixed size, whose arrays are made one after the other. */
export class RankerWasm {
  readonly kernels: RankerKernels
  readonly #buffer: ArrayBuffer
  #end = ALIGNED

  /**
   * @param lengths of all arrays that will be made, in values of four bytes
   * @throws OnecycleError `OUT_OF_MEMORY`
   */
  constructor(lengths: readonly number[]) {
    const { Module, Instance, Memory } = (globalThis as unknown as Host).WebAssembly
    const bytes = lengths.reduce((sum, length) => sum + 4 * length + ALIGNED, 2 * ALIGNED)
    let memory
    try {
      memory = new Memory({ initial: Math.ceil(bytes / PAGE) })
    } catch (error) {
      const message = `training needs ${Math.round(bytes / 2 ** 20)} MiB of WebAssembly memory, which is not to be had`
      throw new OnecycleError('OUT_OF_MEMORY', message, { bytes }, error)
    }
    const binary = Uint8Array.from(atob(kernels), (char) => char.charCodeAt(0))
    this.kernels = new Instance(new Module(binary), { env: { memory } }).exports as RankerKernels
    this.#buffer = memory.buffer
  }

  /** An array of zeros, or of these values. */
  float32(from: number | ArrayLike<number>): Float32Array {
    const length = typeof from === 'number' ? from : from.length
    const made = new Float32Array(this.#buffer, this.#reserve(length), length)
    if (typeof from !== 'number') made.set(from)
    return made
  }

  /** An array of zeros, or of these values. */
  int32(from: number | ArrayLike<number>): Int32Array {
    const length = typeof from === 'number' ? from : from.length
    const made = new Int32Array(this.#buffer, this.#reserve(length), length)
    if (typeof from !== 'number') made.set(from)
    return made
  }

  #reserve(length: number): number {
    const address = this.#end
    this.#end += Math.ceil((4 * length) / ALIGNED) * ALIGNED
    return address
  }
}
