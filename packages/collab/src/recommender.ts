import { ndArray, OnecycleError, type NdArray } from '@onecycle/tensor-core'
import type { BiasValues, Side, WeightValues } from './collab-learner.ts'
import type { YRange } from './models/embedding-dot-bias.ts'
import type { RatedItems } from './rated-items.ts'
import type { RatedVocabulary } from './rated-vocabulary.ts'
import type { RawId } from './ratings.ts'

/** Everything a recommender consists of: plain arrays. Row 0 of each table belongs to the unknown id. */
export interface RecommenderParts {
  readonly users: RatedVocabulary
  readonly items: RatedVocabulary
  readonly rated: RatedItems
  /** `[users, factors]` */
  readonly userWeight: NdArray<Float32Array>
  /** `[items, factors]` */
  readonly itemWeight: NdArray<Float32Array>
  /** `[users]` */
  readonly userBias: Float32Array
  /** `[items]` */
  readonly itemBias: Float32Array
  readonly yRange: YRange | null
  /** Free text that travels with the model: its data, its loss, ... */
  readonly metadata: Readonly<Record<string, string>>
}

export interface Recommendation {
  readonly item: RawId
  /** The predicted rating. */
  readonly score: number
}

export interface RecommendOptions {
  /** How many. Default 10. */
  readonly n?: number
  /** Also items that the user has rated. Default false. */
  readonly includeSeen?: boolean
}

export interface Prediction {
  readonly score: number
  /** Of the two ids, those the model does not know; it took an average user or item in their place. */
  readonly unknown: readonly RawId[]
}

/**
 * A trained model for serving: predictions and lists from arrays in host memory. It needs no backend, and
 * nothing in it changes.
 *
 * An unknown user (or item) is predicted as the average one: the mean of all learned rows.
 */
export class Recommender {
  readonly parts: RecommenderParts
  readonly nFactors: number
  readonly #averageUser: Row
  readonly #averageItem: Row

  /** @throws OnecycleError `BAD_MODEL` when sizes do not fit together or a weight is not finite */
  constructor(parts: RecommenderParts) {
    checkParts(parts)
    this.parts = parts
    this.nFactors = parts.userWeight.shape[1]!
    this.#averageUser = averageRow(parts.userWeight, parts.userBias)
    this.#averageItem = averageRow(parts.itemWeight, parts.itemBias)
  }

  get users(): RatedVocabulary {
    return this.parts.users
  }

  get items(): RatedVocabulary {
    return this.parts.items
  }

  get metadata(): Readonly<Record<string, string>> {
    return this.parts.metadata
  }

  /** The rating that `user` would give to `item`. */
  predict(user: RawId, item: RawId): Prediction {
    const unknown = [...(this.users.has(user) ? [] : [user]), ...(this.items.has(item) ? [] : [item])]
    const score = this.#score(
      this.#userRow(this.users.indexOf(user)),
      this.#itemRow(this.items.indexOf(item)),
    )
    return { score, unknown }
  }

  /**
   * The items with the highest predicted ratings, best first; equals in the vocabulary's order.
   *
   * @throws OnecycleError `UNKNOWN_USER`, `BAD_COUNT`
   */
  recommend(
    { user }: { user: RawId },
    { n = 10, includeSeen = false }: RecommendOptions = {},
  ): Recommendation[] {
    if (!Number.isInteger(n) || n < 1)
      throw new OnecycleError('BAD_COUNT', `n is ${n}; expected an integer of at least 1`, { n })
    const userIndex = this.users.indexOf(user)
    if (userIndex === 0) {
      throw new OnecycleError(
        'UNKNOWN_USER',
        `user ${JSON.stringify(user)} is not among the ${this.users.size - 1} users of this model`,
        { user },
      )
    }
    const seen = new Set(includeSeen ? [] : this.parts.rated.ofUser(userIndex))
    const row = this.#userRow(userIndex)
    const candidates: { index: number; score: number }[] = []
    for (let index = 1; index < this.items.size; index++) {
      if (!seen.has(index)) candidates.push({ index, score: this.#score(row, this.#itemRow(index)) })
    }
    return candidates
      .sort((a, b) => b.score - a.score || a.index - b.index)
      .slice(0, n)
      .map(({ index, score }) => ({ item: this.items.rawId(index), score }))
  }

  /** The learned bias of items (or users). */
  bias(ids: readonly RawId[], { side = 'item' }: { side?: Side } = {}): BiasValues {
    const { known, unknown } = this.#known(ids, side)
    const biases = side === 'item' ? this.parts.itemBias : this.parts.userBias
    return { values: Float32Array.from(known, (index) => biases[index]!), unknown }
  }

  /** The learned latent factors of items (or users): `[ids, factors]`. */
  weight(ids: readonly RawId[], { side = 'item' }: { side?: Side } = {}): WeightValues {
    const { known, unknown } = this.#known(ids, side)
    const { data } = side === 'item' ? this.parts.itemWeight : this.parts.userWeight
    const values = new Float32Array(known.length * this.nFactors)
    known.forEach((index, i) =>
      values.set(data.subarray(index * this.nFactors, (index + 1) * this.nFactors), i * this.nFactors),
    )
    return { values: ndArray(values, [known.length, this.nFactors]), unknown }
  }

  /** The `n` items with the most ratings, most first. */
  mostRated(n: number): RawId[] {
    return this.items.mostRated(n)
  }

  #known(ids: readonly RawId[], side: Side): { known: number[]; unknown: RawId[] } {
    const vocabulary = side === 'item' ? this.items : this.users
    return {
      known: ids.map((id) => vocabulary.indexOf(id)).filter((index) => index > 0),
      unknown: ids.filter((id) => !vocabulary.has(id)),
    }
  }

  #userRow(index: number): Row {
    const { userWeight, userBias } = this.parts
    return index === 0
      ? this.#averageUser
      : { table: userWeight.data, start: index * this.nFactors, bias: userBias[index]! }
  }

  #itemRow(index: number): Row {
    const { itemWeight, itemBias } = this.parts
    return index === 0
      ? this.#averageItem
      : { table: itemWeight.data, start: index * this.nFactors, bias: itemBias[index]! }
  }

  #score(user: Row, item: Row): number {
    let raw = user.bias + item.bias
    for (let k = 0; k < this.nFactors; k++) raw += user.table[user.start + k]! * item.table[item.start + k]!
    const { yRange } = this.parts
    return yRange ? yRange[0] + (yRange[1] - yRange[0]) / (1 + Math.exp(-raw)) : raw
  }
}

/** One user or item: where its factors stand, and its bias. */
interface Row {
  readonly table: Float32Array
  readonly start: number
  readonly bias: number
}

/** The mean of all rows but row 0. */
function averageRow({ data, shape }: NdArray<Float32Array>, bias: Float32Array): Row {
  const [rows, factors] = shape as [number, number]
  const table = new Float32Array(factors)
  const count = Math.max(1, rows - 1)
  for (let i = factors; i < data.length; i++) table[i % factors]! += data[i]! / count
  return { table, start: 0, bias: bias.subarray(1).reduce((sum, value) => sum + value, 0) / count }
}

function checkParts({
  users,
  items,
  rated,
  userWeight,
  itemWeight,
  userBias,
  itemBias,
}: RecommenderParts): void {
  const factors = userWeight.shape[1]!
  const expected = { userWeight: [users.size, factors], itemWeight: [items.size, factors] }
  const checks: [string, readonly number[], readonly number[]][] = [
    ['userWeight', userWeight.shape, expected.userWeight],
    ['itemWeight', itemWeight.shape, expected.itemWeight],
    ['userBias', [userBias.length], [users.size]],
    ['itemBias', [itemBias.length], [items.size]],
    ['rated.offsets', [rated.offsets.length], [users.size + 1]],
  ]
  for (const [name, actual, wanted] of checks) {
    if (actual.join() !== wanted.join()) {
      throw new OnecycleError(
        'BAD_MODEL',
        `${name} is [${actual.join(', ')}]; expected [${wanted.join(', ')}]`,
        { name, actual, wanted },
      )
    }
  }
  for (const [name, values] of Object.entries({
    userWeight: userWeight.data,
    itemWeight: itemWeight.data,
    userBias,
    itemBias,
  })) {
    const at = values.findIndex((value) => !Number.isFinite(value))
    if (at >= 0)
      throw new OnecycleError(
        'BAD_MODEL',
        `${name} has ${values[at]} at position ${at}; expected finite numbers`,
        { name, at },
      )
  }
}
