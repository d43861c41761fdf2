import { OnecycleError } from '@onecycle/tensor-core'
import type { RatingColumns } from '../ratings.ts'

/** Row numbers for training and validation, each ascending. */
export interface Split {
  readonly train: Uint32Array
  readonly valid: Uint32Array
}

export interface SplitOptions {
  /** Share of the rows for validation, 0 <= validPct < 1. */
  readonly validPct: number
  readonly seed: number
}

/** Decides which ratings are for validation. */
export type SplitRule = (ratings: RatingColumns, options: SplitOptions) => Split

/** How many of `rows` rows are for validation: floor(validPct rows). @throws OnecycleError `BAD_VALID_PCT` */
export function validRowsOf(rows: number, validPct: number): number {
  if (!(validPct >= 0 && validPct < 1)) {
    throw new OnecycleError(
      'BAD_VALID_PCT',
      `validPct is ${validPct}; expected a share of at least 0 and under 1`,
      { validPct },
    )
  }
  return Math.floor(rows * validPct)
}

/** The first `validRows` of an order of all rows for validation, the others for training. */
export function splitAt(order: Uint32Array, validRows: number): Split {
  const isValid = new Uint8Array(order.length)
  for (let i = 0; i < validRows; i++) isValid[order[i]!] = 1
  return splitByMark(isValid)
}

/** The rows that are marked for validation, and the others. */
export function splitByMark(isValid: Uint8Array): Split {
  const validRows = isValid.reduce((sum, mark) => sum + mark, 0)
  const split = { train: new Uint32Array(isValid.length - validRows), valid: new Uint32Array(validRows) }
  let train = 0
  let valid = 0
  for (let row = 0; row < isValid.length; row++) {
    if (isValid[row]) split.valid[valid++] = row
    else split.train[train++] = row
  }
  return split
}

/**
 * Gives a split back when each of its rows is there, and there once. Rows may be left out of it.
 *
 * @throws OnecycleError `BAD_SPLIT`
 */
export function checkSplit(split: Split, rows: number): Split {
  const isTaken = new Uint8Array(rows)
  for (const part of ['train', 'valid'] as const) {
    for (const row of split[part]) {
      const isRow = Number.isInteger(row) && row >= 0 && row < rows
      if (!isRow || isTaken[row]) {
        const problem = isRow ? 'the split has it twice' : `expected a row number from 0 to ${rows - 1}`
        throw new OnecycleError('BAD_SPLIT', `split: ${part} has row ${row}; ${problem}`, { part, row, rows })
      }
      isTaken[row] = 1
    }
  }
  return split
}
