import type { EmbeddingDotBias } from '../../models/embedding-dot-bias.ts'
import type { Parameter } from '@onecycle/tensor-core'

/** Where the values of a parameter stand: `rows` rows, `width` values from a column of each. */
interface Place {
  readonly firstRow: number
  readonly rows: number
  readonly column: number
  readonly width: number
}

/**
 * How one part (values, first or second moments) of all rows stands on the card: users, then items; a row is
 * its factors, padded to whole vectors of 4, and a vector with the bias.
 */
export class RowLayout {
  readonly users: number
  readonly items: number
  /** Vectors of 4 float32 in a row. */
  readonly lanes: number
  readonly parameters: readonly Parameter[]
  readonly #places: readonly Place[]

  constructor({ uWeight, iWeight, uBias, iBias }: EmbeddingDotBias) {
    const [users, factors] = uWeight.weight.shape as [number, number]
    this.users = users
    this.items = iWeight.weight.shape[0]!
    this.lanes = Math.ceil(factors / 4) + 1
    this.parameters = [uWeight, iWeight, uBias, iBias].map(({ weight }) => weight)
    const bias = 4 * (this.lanes - 1)
    this.#places = [
      { firstRow: 0, rows: users, column: 0, width: factors },
      { firstRow: users, rows: this.items, column: 0, width: factors },
      { firstRow: 0, rows: users, column: bias, width: 1 },
      { firstRow: users, rows: this.items, column: bias, width: 1 },
    ]
  }

  get rows(): number {
    return this.users + this.items
  }

  /** Float32 in one part of all rows. */
  get length(): number {
    return this.rows * this.lanes * 4
  }

  /** @param values of each parameter */
  pack(values: readonly ArrayLike<number>[]): Float32Array {
    const packed = new Float32Array(this.length)
    const rowLength = this.lanes * 4
    for (const [i, { firstRow, rows, column, width }] of this.#places.entries()) {
      const from = values[i]!
      for (let row = 0; row < rows; row++) {
        const at = (firstRow + row) * rowLength + column
        for (let k = 0; k < width; k++) packed[at + k] = from[row * width + k]!
      }
    }
    return packed
  }

  /** Puts some consecutive rows, from `first` on, into the values of each parameter. */
  unpack(packed: Float32Array, first: number, values: readonly Float32Array[]): void {
    const rowLength = this.lanes * 4
    const end = first + packed.length / rowLength
    for (const [i, { firstRow, rows, column, width }] of this.#places.entries()) {
      const into = values[i]!
      for (let row = Math.max(first, firstRow); row < Math.min(end, firstRow + rows); row++) {
        const at = (row - first) * rowLength + column
        const to = (row - firstRow) * width
        for (let k = 0; k < width; k++) into[to + k] = packed[at + k]!
      }
    }
  }
}
