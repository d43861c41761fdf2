import type { NdArray } from '@onecycle/tensor-core'
import { checkOptions, integerFrom } from '../check-options.ts'
import { predictedClasses, rowsAndClasses, targetClasses } from './predicted-classes.ts'

/** Counts of rows: `matrix[actual][predicted]`. */
export type ConfusionMatrix = readonly (readonly number[])[]

/**
 * How often each class was taken for each other: rows are the actual classes, columns the predicted ones.
 *
 * @param outputs `[rows, classes]`, or one logit a row for two classes
 * @param targets `[rows]` class numbers
 * @throws OnecycleError `SHAPE_MISMATCH`, `BAD_TARGET`
 */
export const confusionMatrix = (outputs: NdArray, targets: NdArray): ConfusionMatrix =>
  confusionCounts(outputs, targets)

export interface Confusion {
  readonly actual: number
  readonly predicted: number
  readonly count: number
}

/**
 * The pairs of different classes that were mixed up at least `minCount` times (default 1), most often first.
 *
 * @throws OnecycleError `BAD_OPTION`
 */
export function mostConfused(
  matrix: ConfusionMatrix,
  options: { readonly minCount?: number } = {},
): Confusion[] {
  checkOptions('mostConfused', options, { minCount: integerFrom(1) })
  const { minCount = 1 } = options
  return matrix
    .flatMap((row, actual) => row.map((count, predicted) => ({ actual, predicted, count })))
    .filter(({ actual, predicted, count }) => actual !== predicted && count >= minCount)
    .sort((a, b) => b.count - a.count)
}

/** The confusion matrix as one that may be changed. */
export function confusionCounts(outputs: NdArray, targets: NdArray): number[][] {
  const { rows, classes } = rowsAndClasses(outputs)
  const sides = Math.max(classes, 2)
  const actual = targetClasses(targets, rows, sides)
  const predicted = predictedClasses(outputs)
  const matrix = Array.from({ length: sides }, () => Array<number>(sides).fill(0))
  for (let row = 0; row < rows; row++) matrix[actual[row]!]![predicted[row]!]!++
  return matrix
}
