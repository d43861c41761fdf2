import { OnecycleError, type NdArray } from '@onecycle/tensor-core'
import { averaged, type Metric } from './metric.ts'

/** Mean squared error. As a metric; the loss of the same name is in `@onecycle/tensor-core`. */
export const mse: Metric = averaged('mse', (predictions, targets) =>
  meanOf(predictions, targets, (d) => d * d),
)

/** Mean absolute error. */
export const mae: Metric = averaged('mae', (predictions, targets) => meanOf(predictions, targets, Math.abs))

/** Root of the mean squared error over the whole set; not a mean of the roots of batches. */
export const rmse: Metric = {
  name: 'rmse',
  start() {
    const running = mse.start()
    return {
      update: (predictions, targets) => running.update(predictions, targets),
      value: () => Math.sqrt(running.value()),
    }
  },
}

/**
 * Coefficient of determination over the whole set: 1 - sum (y - p)^2 / sum (y - mean y)^2. 1 is perfect, 0 is
 * as good as always saying the mean; NaN where all targets are equal.
 */
export const r2: Metric = {
  name: 'r2',
  start() {
    let count = 0
    let mean = 0
    let aroundMean = 0
    let residual = 0
    return {
      update(predictions, targets) {
        checkSizes(predictions, targets)
        for (const [i, target] of targets.data.entries()) {
          // Welford (1962): the sum of squares around a mean that is still moving.
          const off = target - mean
          mean += off / ++count
          aroundMean += off * (target - mean)
          residual += (target - predictions.data[i]!) ** 2
        }
      },
      value: () => (aroundMean > 0 ? 1 - residual / aroundMean : NaN),
    }
  },
}

function meanOf(predictions: NdArray, targets: NdArray, error: (difference: number) => number): number {
  checkSizes(predictions, targets)
  let sum = 0
  for (let i = 0; i < targets.data.length; i++) sum += error(predictions.data[i]! - targets.data[i]!)
  return sum / targets.data.length
}

/** `[rows]` and `[rows, 1]` go together; different numbers of elements do not. */
function checkSizes(predictions: NdArray, targets: NdArray): void {
  if (predictions.data.length === targets.data.length) return
  throw new OnecycleError(
    'SHAPE_MISMATCH',
    `predictions have shape [${predictions.shape.join(', ')}] and targets [${targets.shape.join(', ')}]: ` +
      'this metric compares them one by one',
    { predictions: predictions.shape, targets: targets.shape },
  )
}
