import type { EvaluateOptions } from '../evaluate.ts'
import type { Rating, RatingColumns } from '../ratings.ts'
import { RecommenderBase } from '../recommender-base.ts'
import { trainingData, type TrainingData } from './training-data.ts'

/** Ranks items by how many have rated them, the same for everyone. Its score is that number: not a rating. */
export class Popularity extends RecommenderBase {
  readonly #data: TrainingData

  constructor(data: TrainingData) {
    super()
    this.#data = data
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

  protected override scoreOf(_user: number, item: number): number {
    return this.items.counts[item]!
  }

  protected override scoreItems(users: Int32Array, scores: Float32Array): void {
    for (let row = 0; row < users.length; row++) scores.set(this.items.counts, row * this.items.size)
  }
}

/** @throws OnecycleError `BAD_RATINGS`, `NO_TITLES` */
export const fitPopularity = (
  ratings: Iterable<Rating> | RatingColumns,
  options: EvaluateOptions = {},
): Popularity => new Popularity(trainingData(ratings, options))
