import type { RatedVocabulary } from './rated-vocabulary.ts'
import type { RawId } from './ratings.ts'

export interface Prediction {
  readonly score: number
  /** Of the two ids, those the model does not know; it took an average user or item in their place. */
  readonly unknown: readonly RawId[]
}

/** Whatever can say how a user would rate an item. */
export interface Predictor {
  predict(user: RawId, item: RawId): Prediction
}

export interface Recommendation {
  readonly item: RawId
  /** The predicted rating; of a ranker that predicts none, what it orders by. */
  readonly score: number
}

export interface RecommendOptions {
  /** How many; fewer come back where fewer are left. Default 10. */
  readonly n?: number
  /** Also items that the user has rated. Default false. */
  readonly includeSeen?: boolean
  /** Only these items; ids that the model does not know are passed over. Default: all. */
  readonly allow?: Iterable<RawId>
  /** Not these items, even if allowed; ids that the model does not know are passed over. */
  readonly deny?: Iterable<RawId>
  /** Only items with at least this many ratings. Default 0. */
  readonly minRatings?: number
}

/** Whatever can order items for a user. */
export interface Ranker {
  readonly users: RatedVocabulary
  readonly items: RatedVocabulary
  /** The best items for a user, best first; equals in the vocabulary's order. */
  recommend(who: { readonly user: RawId }, options?: RecommendOptions): Recommendation[]
}
