import type { NdArray } from '@onecycle/tensor-core'
import { averaged, type Metric } from './metric.ts'

const meanOf = (predictions: NdArray, targets: NdArray, error: (difference: number) => number): number => {
  let sum = 0
  for (let i = 0; i < targets.data.length; i++) sum += error(predictions.data[i]! - targets.data[i]!)
  return sum / targets.data.length
}

/** Mean absolute error. */
export const mae: Metric = averaged('mae', (predictions, targets) => meanOf(predictions, targets, Math.abs))

const meanSquare = averaged('mse', (predictions, targets) => meanOf(predictions, targets, (d) => d * d))

/** Root of the mean squared error over the whole set; not a mean of the roots of batches. */
export const rmse: Metric = {
  name: 'rmse',
  start() {
    const running = meanSquare.start()
    return {
      update: (predictions, targets) => running.update(predictions, targets),
      value: () => Math.sqrt(running.value()),
    }
  },
}
