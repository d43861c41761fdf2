import type { RawId } from './ratings.ts'
import { knownIndex } from './recommender-base.ts'
import { averageRow, rawScore, squeeze } from './recommender-scores.ts'
import type { Recommender } from './recommender.ts'

export interface Audience {
  /** How many users of the training ratings have rated the item. */
  readonly users: number
  /** The mean rating that they would give to an item with the same factors and an average bias; NaN without users. */
  readonly expected: number
}

/**
 * What an item's own audience would give it if its bias were that of the average item: by their taste for its
 * factors, and by how generous they are. An item whose mean rating is above that has a bias above the average.
 *
 * @throws OnecycleError `UNKNOWN_ITEM`
 */
export function audience({ parts, nFactors, rated, users, items }: Recommender, item: RawId): Audience {
  const index = knownIndex(items, item, 'item')
  const userTable = { weight: parts.userWeight.data, bias: parts.userBias }
  const itemTable = { weight: parts.itemWeight.data, bias: parts.itemBias }
  const averageBias = averageRow(itemTable, nFactors).bias[0]!
  const beyondAverage = itemTable.bias[index]! - averageBias
  let count = 0
  let sum = 0
  for (let user = 1; user < users.size; user++) {
    if (!rated.ofUser(user).includes(index)) continue
    const raw = rawScore(userTable, user, itemTable, index, nFactors) - beyondAverage
    sum += squeeze(raw, parts.yRange)
    count++
  }
  return { users: count, expected: sum / count }
}
