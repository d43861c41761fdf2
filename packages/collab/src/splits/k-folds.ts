import { Generator, OnecycleError } from '@onecycle/tensor-core'
import type { Split } from './split.ts'

/**
 * `k` splits for cross-validation: every row is for validation in one of them, in random order by the seed.
 * Sizes differ by one row at most.
 *
 * @example for (const split of kFolds(ratings.rating.length, 5)) CollabDataLoaders.fromRatings(ratings, { split })
 * @throws OnecycleError `BAD_COUNT` unless 2 <= k <= rows; `BAD_SEED`
 */
export function kFolds(rows: number, k: number, seed = 42): Split[] {
  if (!Number.isInteger(k) || k < 2 || k > rows) {
    throw new OnecycleError(
      'BAD_COUNT',
      `kFolds: k is ${k}; expected an integer from 2 to the ${rows} rows`,
      {
        k,
        rows,
      },
    )
  }
  const order = new Generator(seed).permutation(rows)
  return Array.from({ length: k }, (_, fold) => {
    const from = Math.floor((fold * rows) / k)
    const to = Math.floor(((fold + 1) * rows) / k)
    const train = new Uint32Array(rows - (to - from))
    train.set(order.subarray(0, from))
    train.set(order.subarray(to), from)
    return { train: train.sort(), valid: order.slice(from, to).sort() }
  })
}
