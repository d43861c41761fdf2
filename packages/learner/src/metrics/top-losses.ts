import { OnecycleError, type NdArray } from '@onecycle/tensor-core'
import { checkOptions, flag, integerFrom } from '../check-options.ts'
import { rowsAndClasses, targetClasses } from './predicted-classes.ts'

export interface TopLossesOptions {
  /** How many. Default: all. */
  readonly k?: number
  /** Largest losses first, or smallest first. Default true. */
  readonly largest?: boolean
}

export interface TopLoss {
  /** The row, in the order of the losses given. */
  readonly row: number
  readonly loss: number
}

/**
 * The rows with which a model has most trouble (or least): sorted by loss, equal ones in row order.
 *
 * @example topLosses(crossEntropyRows(outputs, targets), { k: 9 })
 * @throws OnecycleError `BAD_OPTION`
 */
export function topLosses(losses: ArrayLike<number>, options: TopLossesOptions = {}): TopLoss[] {
  checkOptions('topLosses', options, { k: integerFrom(1), largest: flag })
  const { k = losses.length, largest = true } = options
  return Array.from(losses, (loss, row) => ({ row, loss }))
    .sort((a, b) => (largest ? b.loss - a.loss : a.loss - b.loss))
    .slice(0, k)
}

/**
 * Cross-entropy (natural logarithm) of each row on the host: log sum_c exp(x_c) - x_target.
 *
 * @param outputs raw logits `[rows, classes]`
 * @param targets `[rows]` class numbers
 * @returns `[rows]`
 * @throws OnecycleError `SHAPE_MISMATCH`, `BAD_TARGET`
 */
export function crossEntropyRows(outputs: NdArray, targets: NdArray): Float64Array {
  const { rows, classes } = rowsAndClasses(outputs)
  if (classes < 2) {
    throw new OnecycleError(
      'SHAPE_MISMATCH',
      `outputs have shape [${outputs.shape.join(', ')}]; expected [rows, classes] with at least 2 classes`,
      { shape: outputs.shape },
    )
  }
  const target = targetClasses(targets, rows, classes)
  return Float64Array.from({ length: rows }, (_, row) => {
    const logits = Array.from(outputs.data.subarray(row * classes, (row + 1) * classes))
    const max = Math.max(...logits)
    const sum = logits.reduce((total, logit) => total + Math.exp(logit - max), 0)
    return max + Math.log(sum) - logits[target[row]!]!
  })
}
