import type { Scalar, Tensor } from '@tensorflow/tfjs'
import { tf } from '../backend.ts'
import { checkEqual } from './check-targets.ts'
import type { Loss } from './loss.ts'

/** Mean absolute error over all elements. Shapes of predictions and targets are equal. */
export const l1: Loss = /* @__PURE__ */ Object.assign(
  (predictions: Tensor, targets: Tensor): Scalar => {
    checkEqual('l1', predictions, targets)
    const difference = tf.sub(predictions, targets)
    // Not tf.abs: its gradient at 0 is -1, this one's is 0.
    return tf.mean(tf.add(tf.relu(difference), tf.relu(tf.neg(difference))))
  },
  { activation: null },
)
