import { OnecycleError } from '@onecycle/tensor-core'
import { checkOptions, oneOf } from '../check-options.ts'
import { confusionCounts } from './confusion-matrix.ts'
import type { Metric } from './metric.ts'

export interface PrecisionRecallOptions {
  /**
   * `binary`: of the class `positive`, where there are two classes. `macro`: the mean over all classes that
   * occur, each with the same weight. Default `binary`, as in fast.ai and scikit-learn.
   */
  readonly average?: 'binary' | 'macro'
  /** The class that counts in `binary`. Default 1. */
  readonly positive?: 0 | 1
}

/**
 * Of the rows that were given a class, the share that is of that class: TP / (TP + FP), over the whole set.
 * 0 where a class was never given.
 *
 * Outputs `[rows, classes]` (or one logit a row), targets `[rows]` class numbers.
 *
 * @throws OnecycleError `BAD_OPTION`, also when it is used with `binary` on more than two classes
 */
export const precision = (options: PrecisionRecallOptions = {}): Metric =>
  overClasses('precision', options, ({ both, predicted }) => ratio(both, predicted))

/** Of the rows of a class, the share that was found: TP / (TP + FN), over the whole set. See `precision`. */
export const recall = (options: PrecisionRecallOptions = {}): Metric =>
  overClasses('recall', options, ({ both, actual }) => ratio(both, actual))

/** The harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN), over the whole set. See `precision`. */
export const f1 = (options: PrecisionRecallOptions = {}): Metric =>
  overClasses('f1', options, ({ both, actual, predicted }) => ratio(2 * both, actual + predicted))

/** How many rows are of a class, were given it, and both. */
interface ClassCounts {
  readonly actual: number
  readonly predicted: number
  readonly both: number
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

function overClasses(
  name: string,
  options: PrecisionRecallOptions,
  score: (counts: ClassCounts) => number,
): Metric {
  checkOptions(name, options, { average: oneOf('binary', 'macro'), positive: oneOf(0, 1) })
  const { average = 'binary', positive = 1 } = options
  return {
    name,
    start() {
      let matrix: number[][] = []
      return {
        update(predictions, targets) {
          const counts = confusionCounts(predictions, targets)
          if (average === 'binary' && counts.length !== 2) {
            throw new OnecycleError(
              'BAD_OPTION',
              `${name}: average 'binary' is for 2 classes, and there are ${counts.length}; use 'macro'`,
              { classes: counts.length },
            )
          }
          matrix = matrix.length === 0 ? counts : add(matrix, counts)
        },
        value() {
          const counts = countsOfClasses(matrix)
          if (average === 'binary') return counts[positive] ? score(counts[positive]) : NaN
          const occurring = counts.filter(({ actual, predicted }) => actual + predicted > 0)
          return occurring.reduce((sum, of) => sum + score(of), 0) / occurring.length
        },
      }
    },
  }
}

const add = (a: number[][], b: number[][]): number[][] =>
  a.map((row, i) => row.map((count, j) => count + b[i]![j]!))

const countsOfClasses = (matrix: number[][]): ClassCounts[] =>
  matrix.map((row, c) => ({
    actual: row.reduce((sum, count) => sum + count, 0),
    predicted: matrix.reduce((sum, of) => sum + of[c]!, 0),
    both: row[c]!,
  }))
