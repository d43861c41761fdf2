import type { Scalar, Tensor } from '@tensorflow/tfjs'
import { tf } from '../backend.ts'
import { checkEqual } from './check-targets.ts'
import type { Loss } from './loss.ts'

/** Mean squared error over all elements. Shapes of predictions and targets are equal. */
export const mse: Loss = /* @__PURE__ */ Object.assign(
  (predictions: Tensor, targets: Tensor): Scalar => {
    checkEqual('mse', predictions, targets)
    return tf.mean(tf.square(tf.sub(predictions, targets)))
  },
  { activation: null },
)
