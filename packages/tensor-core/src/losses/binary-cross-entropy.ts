import type { Scalar, Tensor } from '@tensorflow/tfjs'
import { tf } from '../backend.ts'
import { checkEqual } from './check-targets.ts'
import type { Loss } from './loss.ts'

/**
 * Mean over all elements of -(y log s + (1 - y) log(1 - s)), s = sigmoid(x), for raw logits x against
 * float targets y from 0 to 1 of the same shape; in the stable form max(x, 0) - x y + log(1 + exp(-|x|)).
 */
export const binaryCrossEntropyWithLogits: Loss = /* @__PURE__ */ Object.assign(
  (logits: Tensor, targets: Tensor): Scalar => {
    checkEqual('binaryCrossEntropyWithLogits', logits, targets)
    const rest = tf.log1p(tf.exp(tf.neg(tf.abs(logits))))
    return tf.mean(tf.add(tf.sub(tf.relu(logits), tf.mul(logits, targets)), rest))
  },
  { activation: (logits: Tensor): Tensor => tf.sigmoid(logits) },
)
