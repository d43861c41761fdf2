import { OnecycleError } from '@onecycle/tensor-core'
import { idMap } from './id-map.ts'
import { isRawId, RAW_ID, type RawId } from './ratings.ts'
import { shownJson } from './shown-json.ts'

/** What stands at index 0: every raw id that training did not see. */
export const UNKNOWN_ID = '#na#'

/**
 * The two-way table between raw ids and a model's rows. Index 0 is the unknown id, the raw ids follow.
 *
 * Made from the training rows only, as fast.ai's Categorify is: a row for an id that only validation has
 * would never be trained, so such an id is unknown. The number 1 and the string '1' are different ids.
 */
export class Vocabulary {
  readonly #rawIds: readonly RawId[]
  readonly #indexOf = idMap()

  protected constructor(rawIds: readonly RawId[]) {
    this.#rawIds = rawIds
    rawIds.forEach((rawId, i) => this.#indexOf.set(rawId, i + 1))
  }

  /**
   * The distinct ids of a column, sorted: numbers by value, then strings by code unit.
   *
   * @param rows the rows that count; default: all
   * @example Vocabulary.of(['b', 'a', 'b']).indexOf('b') // 2
   */
  static of(column: ArrayLike<RawId>, rows?: Uint32Array): Vocabulary {
    const seen = idMap()
    const numbers: number[] = []
    const strings: string[] = []
    const length = rows?.length ?? column.length
    for (let i = 0; i < length; i++) {
      const rawId = column[rows ? rows[i]! : i]!
      if (seen.get(rawId) !== undefined) continue
      seen.set(rawId, 0)
      if (typeof rawId === 'number') numbers.push(rawId)
      else strings.push(rawId)
    }
    return new Vocabulary([...Float64Array.from(numbers).sort(), ...strings.sort()])
  }

  /**
   * A vocabulary as {@link toJSON} wrote it, in the written order: a saved model's rows stay where they are.
   *
   * @throws OnecycleError `BAD_VOCABULARY` when `value` is not a list of distinct raw ids
   */
  static fromJSON(value: unknown): Vocabulary {
    if (!Array.isArray(value)) throw bad(`a vocabulary is ${typeof value}; expected a list of ids`, { value })
    const seen = idMap()
    value.forEach((rawId: unknown, i) => {
      if (!isRawId(rawId))
        throw bad(`vocabulary entry ${i} is ${shownJson(rawId)}; expected ${RAW_ID}`, { entry: i, rawId })
      if (seen.get(rawId) !== undefined)
        throw bad(`vocabulary entry ${i}, ${shownJson(rawId)}, is there twice`, { entry: i, rawId })
      seen.set(rawId, i)
    })
    return new Vocabulary(value as RawId[])
  }

  /** How many indices there are, the unknown one included: the height of an embedding table. */
  get size(): number {
    return this.#rawIds.length + 1
  }

  /** The known ids in index order, from index 1 on. */
  get rawIds(): readonly RawId[] {
    return this.#rawIds
  }

  has(rawId: RawId): boolean {
    return this.#indexOf.get(rawId) !== undefined
  }

  /** The index of an id; 0 where it is unknown. */
  indexOf(rawId: RawId): number {
    return this.#indexOf.get(rawId) ?? 0
  }

  /**
   * The id at an index; {@link UNKNOWN_ID} at 0.
   *
   * @throws OnecycleError `BAD_INDEX`
   */
  rawId(index: number): RawId {
    const rawId = index === 0 ? UNKNOWN_ID : this.#rawIds[index - 1]
    if (rawId === undefined) {
      const message = `index ${index} is outside the vocabulary; expected an integer from 0 to ${this.size - 1}`
      throw new OnecycleError('BAD_INDEX', message, { index, size: this.size })
    }
    return rawId
  }

  /**
   * The index of every id of a column, and the ids that were unknown, each once in order of appearance.
   *
   * @param rows the rows that count, in their order; default: all
   * @param indices where they go, which may be the memory of `rows`; default: a new array
   */
  indices(
    column: ArrayLike<RawId>,
    rows?: Uint32Array,
    indices: Int32Array = new Int32Array(rows?.length ?? column.length),
  ): { indices: Int32Array; unknown: RawId[] } {
    const seen = idMap()
    const unknown: RawId[] = []
    for (let i = 0; i < indices.length; i++) {
      const rawId = column[rows ? rows[i]! : i]!
      const index = this.indexOf(rawId)
      indices[i] = index
      if (index === 0 && seen.get(rawId) === undefined) {
        seen.set(rawId, 0)
        unknown.push(rawId)
      }
    }
    return { indices, unknown }
  }

  /** The known ids in index order: numbers and strings survive JSON as what they are. */
  toJSON(): RawId[] {
    return [...this.#rawIds]
  }
}

const bad = (message: string, data: Record<string, unknown>) =>
  new OnecycleError('BAD_VOCABULARY', message, data)
