import { Generator } from '@onecycle/tensor-core'
import { groupRows } from './group-rows.ts'
import { markRandom } from './leave-k-out.ts'
import { splitByMark, validRowsOf, type SplitRule } from './split.ts'

/**
 * A split for `fromRatings`: a random share of each user's ratings, `validPct` of them, rounded, is for
 * validation. The stratified split of the Recommenders project.
 *
 * @example CollabDataLoaders.fromRatings(ratings, { split: randomByUser, validPct: 0.25, seed: 42 })
 * @throws OnecycleError `BAD_VALID_PCT`, `BAD_SEED`
 */
export const randomByUser: SplitRule = ({ user }, { validPct, seed }) => {
  validRowsOf(user.length, validPct)
  const { groups, offsets, rows } = groupRows(user)
  const random = new Generator(seed)
  const isValid = new Uint8Array(rows.length)
  for (let g = 0; g < groups; g++) {
    const own = rows.subarray(offsets[g], offsets[g + 1])
    markRandom(own, own.length - Math.round(own.length * (1 - validPct)), random, isValid)
  }
  return splitByMark(isValid)
}
