import { tf } from '../backend.ts'
import { checkEqual } from './check-targets.ts'
import type { Loss } from './loss.ts'

/** Mean squared error over all elements. Shapes of predictions and targets are equal. */
export const mse: Loss = (predictions, targets) => {
  checkEqual('mse', predictions, targets)
  return tf.mean(tf.square(tf.sub(predictions, targets)))
}
