import { OnecycleError } from '@onecycle/tensor-core'
import { toColumns, type Rating, type RatingColumns, type RawId } from './ratings.ts'
import type { Predictor } from './recommender-contract.ts'

export interface EvaluateOptions {
  /** The column that names an item, as in training. Default 'item'. */
  readonly item?: 'item' | 'title'
}

/** How far predicted ratings are from given ones. */
export interface RatingErrors {
  /** sqrt(mean((prediction - rating)^2)), over all rows: exact, not a mean of batches. */
  readonly rmse: number
  /** mean(|prediction - rating|) */
  readonly mae: number
  /** Ratings that were compared: all of them. */
  readonly rows: number
  /** Of these, how many have a user or item that the predictor does not know. */
  readonly unknownRows: number
}

/**
 * Compares predictions with ratings that the predictor has not seen. Rows with an unknown id count, too: what
 * the predictor says of them is what a visitor would get.
 *
 * @throws OnecycleError `BAD_RATINGS`, `NO_TITLES`
 */
export function evaluate(
  predictor: Predictor,
  testRatings: Iterable<Rating> | RatingColumns,
  options: EvaluateOptions = {},
): RatingErrors {
  const columns = toColumns(testRatings)
  const items = itemColumn(columns, options)
  const rows = columns.rating.length
  let [squared, absolute, unknownRows] = [0, 0, 0]
  for (let row = 0; row < rows; row++) {
    const { score, unknown } = predictor.predict(columns.user[row]!, items[row]!)
    const error = score - columns.rating[row]!
    squared += error * error
    absolute += Math.abs(error)
    if (unknown.length > 0) unknownRows++
  }
  return { rmse: Math.sqrt(squared / rows), mae: absolute / rows, rows, unknownRows }
}

/** The column that names items. @throws OnecycleError `NO_TITLES` */
export function itemColumn(columns: RatingColumns, { item = 'item' }: EvaluateOptions): ArrayLike<RawId> {
  const column = columns[item]
  if (column) return column
  throw new OnecycleError(
    'NO_TITLES',
    `item: '${item}' was asked for, but the ratings have no column "${item}"`,
    {
      item,
    },
  )
}
