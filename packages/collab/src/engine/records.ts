import type { Parameter } from '@onecycle/tensor-core'
import type { EmbeddingDotBias } from '../models/embedding-dot-bias.ts'
import type { RowPart } from './dot-bias-engine.ts'
import type { WasmEngine } from './wasm-engine.ts'

/** The parts of a record, in their order. The second moments are kept as roots. */
const parts = ['p', 'm', 'v'] as const

/** Elements go by quads of four; a record has 12 floats for each, [p p p p | m m m m | x x x x], x = sqrt(v). */
const quadLength = 12

/**
 * The tables of an `EmbeddingDotBias` as the engine keeps them: one record a user, then one an item, each the
 * quads of the factors and one quad for the bias. The tables of the implicit term follow, their bias always 0.
 */
export class Records {
  readonly users: number
  readonly items: number
  readonly factors: number
  /** Where the records stand. */
  readonly address: number
  readonly #engine: WasmEngine
  readonly #quads: number
  /** The model's parameters, in its order, with their first row and quad in the records. */
  readonly #places: readonly (readonly [parameter: Parameter, firstRow: number, firstQuad: number])[]

  constructor(engine: WasmEngine, model: EmbeddingDotBias) {
    const { uWeight, iWeight, uBias, iBias, uImplicit, iImplicit } = model
    this.#engine = engine
    ;[this.users, this.factors] = uWeight.weight.shape as [number, number]
    this.items = iWeight.weight.shape[0]!
    const bias = Math.ceil(this.factors / 4)
    this.#quads = bias + 1
    const implicit = [uImplicit, iImplicit].flatMap((table) => (table ? [table.weight] : []))
    const implicitRows = implicit.reduce((sum, { shape }) => sum + shape[0]!, 0)
    this.address = engine.reserve((this.rows + implicitRows) * this.#quads * quadLength * 4)
    const firstGivers = uImplicit ? this.rows + this.users : this.rows
    this.#places = [
      [uWeight.weight, 0, 0],
      [iWeight.weight, this.users, 0],
      [uBias.weight, 0, bias],
      [iBias.weight, this.users, bias],
      ...implicit.map(
        (weight) => [weight, weight === uImplicit?.weight ? this.rows : firstGivers, 0] as const,
      ),
    ]
  }

  /** Users and items. */
  get rows(): number {
    return this.users + this.items
  }

  get gradientBytes(): number {
    return this.#quads * 16
  }

  get parameters(): readonly Parameter[] {
    return this.#places.map(([parameter]) => parameter)
  }

  /** One part of all records, for parameter number `i`: in that parameter's shape, into `values`. */
  read(
    i: number,
    part: RowPart,
    values: Float32Array = new Float32Array(this.#places[i]![0].size),
  ): Float32Array {
    const { rows, width, start, stride, records } = this.#place(i, part)
    for (let row = 0, value = 0; row < rows; row++) {
      const at = start + row * stride
      for (let k = 0; k < width; k++) values[value++] = records[at + laneOf(k)]!
    }
    return part === 'v' ? values.map((root) => root * root) : values
  }

  write(i: number, part: RowPart, values: Float32Array): void {
    const { rows, width, start, stride, records } = this.#place(i, part)
    const stored = part === 'v' ? values.map(Math.sqrt) : values
    for (let row = 0, value = 0; row < rows; row++) {
      const at = start + row * stride
      for (let k = 0; k < width; k++) records[at + laneOf(k)] = stored[value++]!
    }
  }

  /** Where a part of parameter number `i` stands: `width` elements from `start` on, and again each `stride`. */
  #place(i: number, part: RowPart) {
    const [{ shape }, firstRow, firstQuad] = this.#places[i]!
    const [rows, width] = shape as [number, number]
    const stride = this.#quads * quadLength
    const start = firstRow * stride + firstQuad * quadLength + parts.indexOf(part) * 4
    const records = this.#engine.float32(this.address, (firstRow + rows) * stride)
    return { rows, width, start, stride, records }
  }
}

/** Where element k of a part lies, from that of element 0. */
const laneOf = (k: number): number => (k >> 2) * quadLength + (k & 3)
