import type { EmbeddingDotBias } from '../models/embedding-dot-bias.ts'
import type { ImplicitLists, IndexLists } from '../models/implicit-term.ts'
import type { Records } from './records.ts'
import type { WasmEngine } from './wasm-engine.ts'

/** Uint32 of a term's description, as in assembly/implicit.ts. */
const termLength = 11

/**
 * The implicit term in the engine's memory. Within a block of batches the tables of givers stand still, so the sums
 * over them are made once a block, not once a batch, and so is the Adam step of these tables: dense, because a block
 * touches nearly all of them.
 */
export class ImplicitTables {
  readonly every: number
  readonly #engine: WasmEngine
  readonly #terms: number
  readonly #count: number
  readonly #shifts: number
  readonly #drives: number
  /** Floats at `#drives`. */
  readonly #driven: number
  readonly #vectorBytes: number
  readonly #factors: number
  /** Where lists stand that are written: with terms on both sides each serves both. */
  readonly #written = new Map<IndexLists, readonly [offsets: number, members: number]>()
  /** By table of givers: where the gradient of the block at hand stands, and its rows. */
  readonly #gradients: readonly { readonly address: number; readonly rows: number }[]

  constructor(engine: WasmEngine, records: Records, { implicit }: EmbeddingDotBias) {
    const { users, items, rows } = records
    const vectorBytes = Math.ceil(records.factors / 8) * 32
    this.every = implicit!.every
    this.#engine = engine
    this.#vectorBytes = vectorBytes
    this.#factors = records.factors
    this.#shifts = engine.reserve(rows * vectorBytes)
    this.#drives = engine.reserve(rows * vectorBytes)
    this.#driven = (rows * vectorBytes) / 4
    const sides = [
      { lists: implicit!.ofItems, firstRow: users, receivers: items, givers: users },
      { lists: implicit!.ofUsers, firstRow: 0, receivers: users, givers: items },
    ].filter((side): side is typeof side & { lists: ImplicitLists } => side.lists !== null)
    this.#count = sides.length
    this.#terms = engine.reserve(sides.length * termLength * 4)
    let firstRecord = rows
    this.#gradients = sides.map(({ lists, firstRow, receivers, givers }, i) => {
      const scales = engine.reserve(receivers * 4)
      engine.float32(scales, receivers).set(lists.scales)
      const [giverLists, receiverLists] = [this.#write(lists.givers), this.#write(lists.receivers)]
      const vectors = engine.reserve(givers * vectorBytes)
      const address = engine.reserve(givers * vectorBytes)
      const term = [
        firstRow, receivers, givers, firstRecord, ...giverLists, ...receiverLists, scales, vectors, address,
      ] // prettier-ignore
      engine.int32(this.#terms + i * termLength * 4, termLength).set(term)
      firstRecord += givers
      return { address, rows: givers }
    })
  }

  /** @param toVector from a row's gradient in a batch to its vector, in bytes */
  configure(toVector: number): void {
    const { kernels } = this.#engine
    kernels.setImplicit(this.#terms, this.#count, this.#shifts, this.#drives, toVector, this.every)
  }

  /** The gradients of the block at hand so far, summed: an array a table of givers. */
  readGradients(): Float32Array[] {
    return this.#gradients.map(({ rows }, i) => {
      const values = new Float32Array(rows * this.#factors)
      this.#eachRow(i, (vector, row) => values.set(vector.subarray(0, this.#factors), row * this.#factors))
      return values
    })
  }

  writeGradients(values: readonly Float32Array[]): void {
    for (const [i, array] of values.entries()) {
      this.#eachRow(i, (vector, row) =>
        vector.set(array.subarray(row * this.#factors, (row + 1) * this.#factors)),
      )
    }
    // What the batches before have left is in `values`, or is no longer wanted.
    this.#engine.float32(this.#drives, this.#driven).fill(0)
  }

  #eachRow(i: number, use: (vector: Float32Array, row: number) => void): void {
    const { address, rows } = this.#gradients[i]!
    const width = this.#vectorBytes / 4
    const all = this.#engine.float32(address, rows * width)
    for (let row = 0; row < rows; row++) use(all.subarray(row * width, (row + 1) * width), row)
  }

  /** Lists as the kernels read them: where each begins, and its members as distances between vectors. */
  #write(lists: IndexLists): readonly [offsets: number, members: number] {
    const written = this.#written.get(lists)
    if (written) return written
    const { offsets, members } = lists
    const engine = this.#engine
    const addresses = [engine.reserve(offsets.length * 4), engine.reserve(members.length * 4)] as const
    engine.int32(addresses[0], offsets.length).set(offsets)
    const distances = engine.int32(addresses[1], members.length)
    for (let at = 0; at < members.length; at++) distances[at] = members[at]! * this.#vectorBytes
    this.#written.set(lists, addresses)
    return addresses
  }
}
