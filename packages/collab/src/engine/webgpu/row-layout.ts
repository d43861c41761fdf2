import type { EmbeddingDotBias } from '../../models/embedding-dot-bias.ts'
import type { Parameter } from '@onecycle/tensor-core'

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
  readonly #places: readonly { readonly firstRow: number; readonly column: number; readonly width: number }[]

  constructor({ uWeight, iWeight, uBias, iBias }: EmbeddingDotBias) {
    const [users, factors] = uWeight.weight.shape as [number, number]
    this.users = users
    this.items = iWeight.weight.shape[0]!
    this.lanes = Math.ceil(factors / 4) + 1
    this.parameters = [uWeight, iWeight, uBias, iBias].map(({ weight }) => weight)
    const bias = 4 * (this.lanes - 1)
    this.#places = [
      { firstRow: 0, column: 0, width: factors },
      { firstRow: users, column: 0, width: factors },
      { firstRow: 0, column: bias, width: 1 },
      { firstRow: users, column: bias, width: 1 },
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
    this.#walk((i, at, value) => (packed[at] = values[i]![value]!))
    return packed
  }

  /** The values of each parameter. */
  unpack(packed: Float32Array): Float32Array[] {
    const values = this.parameters.map(({ size }) => new Float32Array(size))
    this.#walk((i, at, value) => (values[i]![value] = packed[at]!))
    return values
  }

  #walk(visit: (parameter: number, at: number, value: number) => void): void {
    const rowLength = this.lanes * 4
    for (const [i, { firstRow, column, width }] of this.#places.entries()) {
      const rows = this.parameters[i]!.shape[0]!
      for (let row = 0; row < rows; row++) {
        const start = (firstRow + row) * rowLength + column
        for (let k = 0; k < width; k++) visit(i, start + k, row * width + k)
      }
    }
  }
}
