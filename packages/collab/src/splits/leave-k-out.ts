import { Generator, OnecycleError } from '@onecycle/tensor-core'
import { groupRows } from './group-rows.ts'
import { splitByMark, type SplitRule } from './split.ts'

/**
 * A split for `fromRatings`: `k` random ratings of each user are for validation (validPct has no say). A user
 * with k ratings or fewer keeps them all for training: without any, nothing could be learned about them.
 *
 * @example CollabDataLoaders.fromRatings(ratings, { split: leaveKOut(1), seed: 42 })
 * @throws OnecycleError `BAD_COUNT`, `BAD_SEED`
 */
export function leaveKOut(k: number): SplitRule {
  if (!Number.isInteger(k) || k < 1)
    throw new OnecycleError('BAD_COUNT', `leaveKOut: k is ${k}; expected an integer of at least 1`, { k })
  return ({ user }, { seed }) => {
    const { groups, offsets, rows } = groupRows(user)
    const random = new Generator(seed)
    const isValid = new Uint8Array(rows.length)
    for (let g = 0; g < groups; g++) {
      const own = rows.subarray(offsets[g]!, offsets[g + 1]!)
      if (own.length > k) markRandom(own, k, random, isValid)
    }
    return splitByMark(isValid)
  }
}

/** Marks `k` of the rows: the first k steps of a shuffle. Reorders the rows. */
export function markRandom(rows: Uint32Array, k: number, random: Generator, isValid: Uint8Array): void {
  for (let i = 0; i < k; i++) {
    const j = i + random.integer(rows.length - i)
    const drawn = rows[j]!
    rows[j] = rows[i]!
    rows[i] = drawn
    isValid[drawn] = 1
  }
}
