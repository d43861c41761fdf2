import { OnecycleError } from '@onecycle/tensor-core'
import type { Movie } from '../ratings.ts'
import type { MovieLensColumns } from './ratings-reader.ts'

/** Ratings beside their films' titles. */
export interface TitledColumns extends MovieLensColumns {
  readonly title: readonly string[]
}

/**
 * Joins ratings with films on the item id, with a title for every row.
 *
 * The rows come in the order of the lesson's `ratings.merge(movies)` in the pandas of its time: grouped by
 * film, films in order of first appearance, inside a film as in the file. A seeded split of the rows is the
 * lesson's only in this order.
 *
 * @param file the name that errors give the ratings
 * @throws OnecycleError `UNKNOWN_ITEM` for a rating whose film is not in `movies`
 */
export function mergeTitles(
  ratings: MovieLensColumns,
  movies: readonly Movie[],
  file = 'u.data',
): TitledColumns {
  const titles = new Map(movies.map(({ id, title }) => [id, title]))
  const rows = ratings.item.length
  const groupOf = new Map<number, number>()
  const counts: number[] = []
  for (let row = 0; row < rows; row++) {
    const item = ratings.item[row]!
    let group = groupOf.get(item)
    if (group === undefined) {
      if (!titles.has(item)) throw unknownItem(item, row, file)
      group = counts.push(0) - 1
      groupOf.set(item, group)
    }
    counts[group]!++
  }

  // A counting sort: stable, so that rows of one film keep their order.
  let start = 0
  const next = counts.map((count) => (start += count) - count)
  const merged = {
    user: new Int32Array(rows),
    item: new Int32Array(rows),
    rating: new Float32Array(rows),
    timestamp: new Float64Array(rows),
    title: new Array<string>(rows),
  }
  for (let row = 0; row < rows; row++) {
    const item = ratings.item[row]!
    const to = next[groupOf.get(item)!]!++
    merged.user[to] = ratings.user[row]!
    merged.item[to] = item
    merged.rating[to] = ratings.rating[row]!
    merged.timestamp[to] = ratings.timestamp[row]!
    merged.title[to] = titles.get(item)!
  }
  return merged
}

function unknownItem(item: number, row: number, file: string): OnecycleError {
  const line = row + 1
  const message = `${file} line ${line}: item ${item} is not among the films (u.item); expected an id that is`
  return new OnecycleError('UNKNOWN_ITEM', message, { file, line, item })
}
