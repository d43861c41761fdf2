import { OnecycleError } from '@onecycle/tensor-core'
import { groupRows } from './group-rows.ts'
import { splitByMark, validRowsOf, type SplitRule } from './split.ts'

export interface ByTimeOptions {
  /** Whether the newest share is taken of all ratings, or of each user's own. Default 'data'. */
  readonly per?: 'data' | 'user'
}

/**
 * A split for `fromRatings`: the newest ratings are for validation, as a recommender meets them. Of n ratings
 * that share is floor(validPct n), so per user those with few ratings have none. Equal times: the later row.
 *
 * @example CollabDataLoaders.fromRatings(ratings, { split: byTime({ per: 'user' }), validPct: 0.1 })
 * @throws OnecycleError `NO_TIMESTAMPS`, `BAD_VALID_PCT`
 */
export const byTime =
  ({ per = 'data' }: ByTimeOptions = {}): SplitRule =>
  ({ user, timestamp }, { validPct }) => {
    if (!timestamp) {
      throw new OnecycleError(
        'NO_TIMESTAMPS',
        'a split by time was asked for, but the ratings have no timestamps',
      )
    }
    const isValid = new Uint8Array(timestamp.length)
    if (per === 'data') {
      const all = Uint32Array.from(timestamp.keys())
      markNewest(all, timestamp, validRowsOf(all.length, validPct), isValid)
    } else {
      const { groups, offsets, rows } = groupRows(user)
      for (let g = 0; g < groups; g++) {
        const own = rows.subarray(offsets[g]!, offsets[g + 1]!)
        markNewest(own, timestamp, validRowsOf(own.length, validPct), isValid)
      }
    }
    return splitByMark(isValid)
  }

/** Marks the `count` newest of some ascending rows: all above a threshold, and the last of those on it. */
function markNewest(rows: Uint32Array, timestamp: Float64Array, count: number, isValid: Uint8Array): void {
  if (count === 0) return
  const times = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) times[i] = timestamp[rows[i]!]!
  times.sort()
  const threshold = times[times.length - count]!
  let above = 0
  for (const time of times) if (time > threshold) above++
  let onThreshold = count - above
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i]!
    if (timestamp[row]! > threshold || (timestamp[row] === threshold && onThreshold-- > 0)) isValid[row] = 1
  }
}
