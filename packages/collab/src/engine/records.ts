import type { Parameter } from '@onecycle/tensor-core'
import type { EmbeddingDotBias } from '../models/embedding-dot-bias.ts'
import type { RowPart } from './dot-bias-engine.ts'
import type { WasmEngine } from './wasm-engine.ts'

/** The parts of a record, in their order. */
const parts = ['p', 'm', 'v'] as const

/**
 * The tables of an `EmbeddingDotBias` as the engine keeps them: one record a user, then one an item, each
 * [p | m | v] of factors, padded to whole lanes of 4, and the bias.
 */
export class Records {
  readonly users: number
  readonly items: number
  readonly factors: number
  /** Float32 in one part of a record. */
  readonly partLength: number
  /** Where the records stand. */
  readonly address: number
  readonly #engine: WasmEngine
  /** The model's parameters, in its order, with their first row and column in the records. */
  readonly #places: readonly (readonly [parameter: Parameter, firstRow: number, column: number])[]

  constructor(engine: WasmEngine, { uWeight, iWeight, uBias, iBias }: EmbeddingDotBias) {
    this.#engine = engine
    ;[this.users, this.factors] = uWeight.weight.shape as [number, number]
    this.items = iWeight.weight.shape[0]!
    const bias = Math.ceil(this.factors / 4) * 4
    this.partLength = bias + 4
    this.address = engine.reserve(this.rows * 3 * this.partLength * 4)
    this.#places = [
      [uWeight.weight, 0, 0],
      [iWeight.weight, this.users, 0],
      [uBias.weight, 0, bias],
      [iBias.weight, this.users, bias],
    ]
  }

  get rows(): number {
    return this.users + this.items
  }

  get parameters(): readonly Parameter[] {
    return this.#places.map(([parameter]) => parameter)
  }

  /** One part of all records, for parameter number `i`: in that parameter's shape. */
  read(i: number, part: RowPart): Float32Array {
    const values = new Float32Array(this.parameters[i]!.size)
    this.#walk(i, part, (records, at, value) => (values[value] = records[at]!))
    return values
  }

  write(i: number, part: RowPart, values: ArrayLike<number>): void {
    this.#walk(i, part, (records, at, value) => (records[at] = values[value]!))
  }

  /** Goes over the elements of a parameter: where each stands in the records, and its number. */
  #walk(i: number, part: RowPart, visit: (records: Float32Array, at: number, value: number) => void): void {
    const [{ shape }, firstRow, column] = this.#places[i]!
    const [rows, width] = shape as [number, number]
    const length = 3 * this.partLength
    const records = this.#engine.float32(this.address, this.rows * length)
    const offset = parts.indexOf(part) * this.partLength + column
    for (let row = 0; row < rows; row++) {
      const start = (firstRow + row) * length + offset
      for (let k = 0; k < width; k++) visit(records, start + k, row * width + k)
    }
  }
}
