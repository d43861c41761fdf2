import type { Scalar, Tensor } from '@tensorflow/tfjs'
import { tf } from '../backend.ts'
import { classProbabilities } from './check-targets.ts'
import type { Loss } from './loss.ts'

/** -sum_c wanted_c * logProbability_c, the mean over the rows. */
export const negativeLogLikelihood = (logProbabilities: Tensor, wanted: Tensor): Scalar =>
  tf.mean(tf.neg(tf.sum(tf.mul(logProbabilities, wanted), 1)))

/**
 * Mean negative log-likelihood: of log-probabilities `[batch, classes]` against class numbers `[batch]`
 * int32 or probabilities `[batch, classes]`. For a model that ends with log-softmax.
 */
export const nll: Loss = /* @__PURE__ */ Object.assign(
  (logProbabilities: Tensor, targets: Tensor): Scalar =>
    negativeLogLikelihood(logProbabilities, classProbabilities('nll', logProbabilities, targets)),
  { activation: (outputs: Tensor): Tensor => tf.exp(outputs) },
)
