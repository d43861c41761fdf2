import { itemColumn, type EvaluateOptions } from '../evaluate.ts'
import { RatedItems } from '../rated-items.ts'
import { RatedVocabulary } from '../rated-vocabulary.ts'
import { toColumns, type Rating, type RatingColumns } from '../ratings.ts'

/** Ratings with indices in the place of ids. */
export interface TrainingData {
  readonly users: RatedVocabulary
  readonly items: RatedVocabulary
  readonly rated: RatedItems
  /** Indices, `[ratings]`. */
  readonly user: Int32Array
  /** Indices, `[ratings]`. */
  readonly item: Int32Array
  /** `[ratings]` */
  readonly rating: Float32Array
  readonly mean: number
}

/** @throws OnecycleError `BAD_RATINGS`, `NO_TITLES` */
export function trainingData(
  ratings: Iterable<Rating> | RatingColumns,
  options: EvaluateOptions,
): TrainingData {
  const columns = toColumns(ratings)
  const { rating } = columns
  const itemIds = itemColumn(columns, options)
  const rows = Uint32Array.from(rating.keys())
  const users = RatedVocabulary.ofRatings(columns.user, rating, rows)
  const items = RatedVocabulary.ofRatings(itemIds, rating, rows)
  const user = users.indices(columns.user).indices
  const item = items.indices(itemIds).indices
  const mean = rating.reduce((sum, value) => sum + value, 0) / rating.length
  return { users, items, rated: RatedItems.of(user, item, users.size), user, item, rating, mean }
}
