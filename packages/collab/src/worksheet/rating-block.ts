import { OnecycleError } from '@onecycle/tensor-core'
import { RatedVocabulary } from '../rated-vocabulary.ts'
import type { RatingColumns, RawId } from '../ratings.ts'

/** Ratings as a small table: a row a user, a column an item. */
export interface RatingBlock {
  readonly users: readonly RawId[]
  readonly items: readonly RawId[]
  /** `[users][items]`; null where there is no rating. */
  readonly ratings: readonly (readonly (number | null)[])[]
}

export interface RatingBlockOptions {
  /** How many of the users with the most ratings. Default 15, as in the lesson's worksheet. */
  users?: number
  /** How many of the items with the most ratings. Default 15. */
  items?: number
  /** What names an item. Default 'item'. */
  item?: 'item' | 'title'
}

/**
 * Cuts the ratings that the most active users gave to the most rated items out of all ratings. Where a user
 * has rated an item twice, the later row counts.
 *
 * @throws OnecycleError `BAD_COUNT`, `NO_TITLES` where `item` is 'title' and the ratings have none
 */
export function ratingBlock(
  ratings: RatingColumns,
  { users = 15, items = 15, item = 'item' }: RatingBlockOptions = {},
): RatingBlock {
  for (const [name, count] of Object.entries({ users, items })) {
    if (!Number.isInteger(count) || count < 1) {
      throw new OnecycleError('BAD_COUNT', `${name} is ${count}: expected a whole number from 1 on`, {
        count,
      })
    }
  }
  const column = item === 'title' ? ratings.title : ratings.item
  if (!column) {
    throw new OnecycleError('NO_TITLES', "these ratings have no titles: use item: 'item'", {})
  }
  const rows = Uint32Array.from(ratings.rating, (_, row) => row)
  const most = (ids: ArrayLike<RawId>, n: number) =>
    RatedVocabulary.ofRatings(ids, ratings.rating, rows).mostRated(n)
  const block = { users: most(ratings.user, users), items: most(column, items) }
  const rowOf = new Map(block.users.map((user, i) => [user, i]))
  const columnOf = new Map(block.items.map((id, i) => [id, i]))
  const cells = block.users.map(() => block.items.map((): number | null => null))
  for (const row of rows) {
    const [at, across] = [rowOf.get(ratings.user[row]!), columnOf.get(column[row]!)]
    if (at !== undefined && across !== undefined) cells[at]![across] = ratings.rating[row]!
  }
  return { ...block, ratings: cells }
}
