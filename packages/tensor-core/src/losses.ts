import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs'
import { tf } from './backend.ts'

/**
 * A loss: how wrong predictions are, as one number.
 *
 * `activation` turns the model's raw outputs into what a person wants to read; a loss that expects logits
 * has one, because the model itself ends without.
 */
export interface Loss {
  (predictions: Tensor, targets: Tensor): Scalar
  readonly activation?: (outputs: Tensor) => Tensor
}

/** Mean squared error over all elements. Shapes of predictions and targets are equal. */
export const mse: Loss = (predictions, targets) => tf.mean(tf.square(tf.sub(predictions, targets)))

/** exp(x_c) / sum_k exp(x_k) along the last axis. */
export const softmax = (logits: Tensor): Tensor => tf.softmax(logits)

/**
 * Mean cross-entropy (natural logarithm) of raw logits `[batch, classes]` against class numbers `[batch]`
 * int32. Softmax is inside, in its stable form: log sum exp(x - max x).
 */
export const crossEntropy: Loss = Object.assign(
  (logits: Tensor, targets: Tensor): Scalar => {
    const classes = logits.shape.at(-1)!
    const picked = tf.mul(tf.logSoftmax(logits as Tensor2D), tf.oneHot(targets as Tensor1D, classes))
    return tf.neg(tf.mean(tf.sum(picked, -1))).asScalar()
  },
  { activation: softmax },
)
