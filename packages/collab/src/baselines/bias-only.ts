import type { EvaluateOptions } from '../evaluate.ts'
import type { Rating, RatingColumns } from '../ratings.ts'
import { RecommenderBase } from '../recommender-base.ts'
import { checkNotNegative } from './check-not-negative.ts'
import { trainingData, type TrainingData } from './training-data.ts'

export interface BiasOnlyOptions extends EvaluateOptions {
  /** Shrinks users' biases: like so many ratings at the mean. Default 5. */
  readonly userRegularisation?: number
  /** Shrinks items' biases. Default 3. */
  readonly itemRegularisation?: number
  /** Rounds of the alternation. Default 10. */
  readonly iterations?: number
}

/**
 * rating = mean + user bias + item bias, by regularised alternating least squares:
 *
 *     b_i = sum_u (r_ui - mean - b_u) / (lambda_item + n_i)
 *     b_u = sum_i (r_ui - mean - b_i) / (lambda_user + n_u)
 *
 * An unknown user or item has bias 0. (Koren, 2010: the baseline estimates.)
 */
export class BiasOnly extends RecommenderBase {
  readonly mean: number
  /** `[users]`, 0 at index 0 */
  readonly userBias: Float64Array
  /** `[items]`, 0 at index 0 */
  readonly itemBias: Float64Array
  readonly #data: TrainingData

  /** @throws OnecycleError `BAD_OPTION` */
  constructor(
    data: TrainingData,
    { userRegularisation = 5, itemRegularisation = 3, iterations = 10 }: BiasOnlyOptions = {},
  ) {
    super()
    this.#data = data
    this.mean = data.mean
    this.userBias = new Float64Array(data.users.size)
    this.itemBias = new Float64Array(data.items.size)
    checkNotNegative({ userRegularisation, itemRegularisation, iterations })
    for (let round = 0; round < iterations; round++) {
      this.#fit(this.itemBias, data.item, this.userBias, data.user, itemRegularisation)
      this.#fit(this.userBias, data.user, this.itemBias, data.item, userRegularisation)
    }
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
    return this.mean + this.userBias[user]! + this.itemBias[item]!
  }

  protected override scoreItems(users: Int32Array, scores: Float32Array): void {
    for (let row = 0; row < users.length; row++) scores.set(this.itemBias, row * this.items.size)
  }

  #fit(
    own: Float64Array,
    ownIndex: Int32Array,
    other: Float64Array,
    otherIndex: Int32Array,
    regularisation: number,
  ): void {
    const sums = new Float64Array(own.length)
    const counts = new Float64Array(own.length).fill(regularisation)
    this.#data.rating.forEach((rating, row) => {
      const index = ownIndex[row]!
      sums[index]! += rating - this.mean - other[otherIndex[row]!]!
      counts[index]!++
    })
    for (let index = 1; index < own.length; index++) own[index] = sums[index]! / counts[index]!
  }
}

/** @throws OnecycleError `BAD_RATINGS`, `NO_TITLES`, `BAD_OPTION` */
export const fitBiasOnly = (
  ratings: Iterable<Rating> | RatingColumns,
  options: BiasOnlyOptions = {},
): BiasOnly => new BiasOnly(trainingData(ratings, options), options)
