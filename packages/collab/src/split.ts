import { Generator, OnecycleError } from '@onecycle/tensor-core'

/** Row numbers for training and validation, each ascending. */
export interface Split {
  readonly train: Uint32Array
  readonly valid: Uint32Array
}

/**
 * A random split: floor(validPct n) of n rows are for validation.
 *
 * @param validPct share of the rows, 0 <= validPct < 1
 * @throws OnecycleError `BAD_VALID_PCT`
 */
export function randomSplit(rows: number, validPct: number, seed: number): Split {
  if (!(validPct >= 0 && validPct < 1)) {
    throw new OnecycleError(
      'BAD_VALID_PCT',
      `validPct is ${validPct}; expected a share of at least 0 and under 1`,
      { validPct },
    )
  }
  const order = new Generator(seed).permutation(rows)
  const validRows = Math.floor(rows * validPct)
  return { valid: order.slice(0, validRows).sort(), train: order.slice(validRows).sort() }
}
