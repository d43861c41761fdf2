import type { NdArray } from '@onecycle/tensor-core'
import { averaged, type Metric } from './metric.ts'
import { predictedClasses } from './predicted-classes.ts'

/**
 * Share of the rows whose largest output is at the target's class. Outputs `[rows, classes]` (or one logit a
 * row: class 1 above 0), targets `[rows]`.
 */
export const accuracy: Metric = averaged('accuracy', shareRight)

/** 1 - accuracy. */
export const errorRate: Metric = averaged(
  'errorRate',
  (predictions, targets) => 1 - shareRight(predictions, targets),
)

function shareRight(predictions: NdArray, targets: NdArray): number {
  const predicted = predictedClasses(predictions)
  let right = 0
  for (const [row, c] of predicted.entries()) if (c === targets.data[row]) right++
  return right / predicted.length
}
