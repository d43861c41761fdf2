import type { EvaluateOptions } from '../evaluate.ts'
import type { Rating, RatingColumns } from '../ratings.ts'
import { RecommenderBase } from '../recommender-base.ts'
import { BiasOnly } from './bias-only.ts'
import { checkNotNegative } from './check-not-negative.ts'
import { similarItemsOf, type SimilarItems } from './similar-items.ts'
import { trainingData, type TrainingData } from './training-data.ts'

export interface ItemKnnOptions extends EvaluateOptions {
  /** Neighbours that a prediction is made from: the most similar items that the user has rated. Default 40. */
  readonly k?: number
  /** Common raters at which a similarity counts half. Default 100. */
  readonly shrinkage?: number
  /** Similar items that are kept for each item, in memory: 8 bytes each. Default 1,000. */
  readonly kept?: number
}

/**
 * Neighbours among items: what a user makes of the items most like this one, beyond what biases say.
 *
 *     rating = b_ui + sum_j s_ij (r_uj - b_uj) / sum_j s_ij,   j among the k nearest of i that u has rated
 *
 * b is the {@link BiasOnly} baseline; s_ij the cosine of the residuals of common raters, shrunk where these
 * are few: see {@link similarItemsOf}. Only positive similarities count; without any, the baseline stands.
 */
export class ItemKnn extends RecommenderBase {
  readonly #data: TrainingData
  readonly #baseline: BiasOnly
  readonly #similar: SimilarItems
  /** r - b of each rating, in the order of `rated.items`. */
  readonly #residuals: Float32Array
  readonly #k: number
  /** Residuals of one user by item, NaN where there is none: filled for the user at hand. */
  readonly #ofUser: Float32Array
  #user = 0

  /** @throws OnecycleError `BAD_OPTION` */
  constructor(data: TrainingData, { k = 40, shrinkage = 100, kept = 1000 }: ItemKnnOptions = {}) {
    super()
    checkNotNegative({ k, shrinkage, kept })
    this.#data = data
    this.#k = k
    this.#baseline = new BiasOnly(data)
    this.#residuals = residualsByUser(data, this.#baseline)
    this.#similar = similarItemsOf(data.rated, this.#residuals, data.items.size, { shrinkage, kept })
    this.#ofUser = new Float32Array(data.items.size).fill(NaN)
  }

  get users() {
    return this.#data.users
  }

  get items() {
    return this.#data.items
  }

  get rated() {
    return this.#data.rated
  }

  protected override scoreOf(user: number, item: number): number {
    const { mean, userBias, itemBias } = this.#baseline
    this.#turnTo(user)
    const { offsets, items, similarities } = this.#similar
    let [sum, weight, found] = [0, 0, 0]
    for (let at = offsets[item]!; at < offsets[item + 1]! && found < this.#k; at++) {
      const residual = this.#ofUser[items[at]!]!
      if (Number.isNaN(residual)) continue
      sum += similarities[at]! * residual
      weight += similarities[at]!
      found++
    }
    const base = mean + userBias[user]! + itemBias[item]!
    return weight > 0 ? base + sum / weight : base
  }

  protected override scoreItems(users: Int32Array, scores: Float32Array): void {
    const { size } = this.items
    users.forEach((user, row) => {
      for (let item = 0; item < size; item++) scores[row * size + item] = this.scoreOf(user, item)
    })
  }

  /** Puts the residuals of a user in reach by item. */
  #turnTo(user: number): void {
    if (user === this.#user) return
    const { rated } = this.#data
    for (const item of rated.ofUser(this.#user)) this.#ofUser[item] = NaN
    for (let at = rated.offsets[user]!; at < rated.offsets[user + 1]!; at++)
      this.#ofUser[rated.items[at]!] = this.#residuals[at]!
    this.#user = user
  }
}

/** What the baseline leaves of each rating, users one after the other, as `rated.items` stand. */
function residualsByUser({ rated, user, item, rating }: TrainingData, baseline: BiasOnly): Float32Array {
  const { mean, userBias, itemBias } = baseline
  const next = rated.offsets.slice()
  const residuals = new Float32Array(rating.length)
  for (let row = 0; row < rating.length; row++) {
    const u = user[row]!
    residuals[next[u]!++] = rating[row]! - mean - userBias[u]! - itemBias[item[row]!]!
  }
  return residuals
}

/** @throws OnecycleError `BAD_RATINGS`, `NO_TITLES`, `BAD_OPTION` */
export const fitItemKnn = (
  ratings: Iterable<Rating> | RatingColumns,
  options: ItemKnnOptions = {},
): ItemKnn => new ItemKnn(trainingData(ratings, options), options)
