import type { NdArray } from '@onecycle/tensor-core'

/** A number that is printed after each epoch, computed over the whole validation set. */
export interface Metric {
  readonly name: string
  /** Begins a pass over the validation set. */
  start(): { update(predictions: NdArray, targets: NdArray): void; value(): number }
}

/** A metric that is a mean over rows, from a function that gives the mean of one batch. */
export const averaged = (
  name: string,
  ofBatch: (predictions: NdArray, targets: NdArray) => number,
): Metric => ({
  name,
  start() {
    let sum = 0
    let rows = 0
    return {
      update(predictions, targets) {
        const size = targets.shape[0]!
        sum += ofBatch(predictions, targets) * size
        rows += size
      },
      value: () => sum / rows,
    }
  },
})
