import { OnecycleError } from '@onecycle/tensor-core'
import { mt19937 } from './mt19937.ts'
import { splitAt, validRowsOf, type Split } from './split.ts'

/**
 * The random split that fast.ai v1 made: `np.random.seed(seed)`, and the first int(validPct n) rows of
 * `np.random.permutation(n)` are for validation.
 *
 * @param seed an integer, 0 to 2^32 - 1
 * @throws OnecycleError `BAD_VALID_PCT`, `BAD_SEED`
 */
export function numpySplit(rows: number, validPct: number, seed: number): Split {
  const validRows = validRowsOf(rows, validPct)
  return splitAt(numpyPermutation(rows, seed), validRows)
}

/** `numpy.random.RandomState(seed).permutation(n)`. @throws OnecycleError `BAD_SEED` */
export function numpyPermutation(n: number, seed: number): Uint32Array {
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
    throw new OnecycleError('BAD_SEED', `seed is ${seed}; numpy expects an integer from 0 to 2^32 - 1`, {
      seed,
    })
  }
  const next = mt19937(seed)
  const order = new Uint32Array(n)
  for (let i = 0; i < n; i++) order[i] = i
  for (let i = n - 1; i > 0; i--) {
    // numpy's legacy interval: as many low bits as i has, drawn again while they are above i.
    const mask = 0xffff_ffff >>> Math.clz32(i)
    let j: number
    do j = (next() & mask) >>> 0
    while (j > i)
    const swapped = order[i]!
    order[i] = order[j]!
    order[j] = swapped
  }
  return order
}
