import type { Rating } from '../ratings.ts'
import { ratingCollector, type CollectOptions, type ReadRatings } from './rating-collector.ts'

/**
 * Reads ratings that come one after the other, from an API or a queue, into columns.
 *
 * @example const { ratings } = await fromAsync(pages())
 * @throws OnecycleError `BAD_RATINGS` naming the first bad row (counted from 0) and the number of bad rows
 */
export async function fromAsync(
  rows: AsyncIterable<Rating> | Iterable<Rating>,
  options: CollectOptions = {},
): Promise<ReadRatings> {
  const collector = ratingCollector({ name: 'ratings', unit: 'row' }, options)
  let row = 0
  for await (const rating of rows) collector.add(rating, row++)
  return collector.end()
}
