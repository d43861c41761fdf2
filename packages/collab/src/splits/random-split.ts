import { Generator } from '@onecycle/tensor-core'
import { splitAt, validRowsOf, type Split } from './split.ts'

/**
 * A random split: floor(validPct n) of n rows are for validation.
 *
 * @param validPct share of the rows, 0 <= validPct < 1
 * @throws OnecycleError `BAD_VALID_PCT`, `BAD_SEED`
 */
export function randomSplit(rows: number, validPct: number, seed: number): Split {
  const validRows = validRowsOf(rows, validPct)
  return splitAt(new Generator(seed).permutation(rows), validRows)
}
