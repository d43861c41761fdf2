import type { Scalar, Tensor } from '@tensorflow/tfjs'
import { tf } from '../backend.ts'
import { OnecycleError } from '../errors.ts'
import { classProbabilities } from './check-targets.ts'
import { fusedCrossEntropy, isClassNumbers } from './fused-cross-entropy.ts'
import type { Loss } from './loss.ts'
import { negativeLogLikelihood } from './nll.ts'

/** exp(x_c) / sum_k exp(x_k) along the last axis. */
export const softmax = (logits: Tensor): Tensor => tf.softmax(logits)

export interface CrossEntropyOptions {
  /** Share of each target that is spread evenly over all classes, 0 to 1. Default 0. */
  readonly labelSmoothing?: number
}

/**
 * Mean cross-entropy (natural logarithm) of raw logits `[batch, classes]` against class numbers `[batch]`
 * int32, or against probabilities `[batch, classes]` (as MixUp makes them): -sum_c target_c * log softmax_c.
 * Softmax is inside, in its stable form: log sum exp(x - max x).
 *
 * With label smoothing s the target becomes (1 - s) * target + s / classes, as in PyTorch.
 *
 * @throws OnecycleError `BAD_PROBABILITY`
 */
export const crossEntropyWith = ({ labelSmoothing = 0 }: CrossEntropyOptions): Loss => {
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    throw new OnecycleError(
      'BAD_PROBABILITY',
      `labelSmoothing is ${labelSmoothing}; expected a number from 0 to 1`,
      { labelSmoothing },
    )
  }
  const lossFn = (logits: Tensor, targets: Tensor): Scalar => {
    if (labelSmoothing === 0 && isClassNumbers(logits, targets)) return fusedCrossEntropy(logits, targets)
    const wanted = classProbabilities('crossEntropy', logits, targets)
    const smooth =
      labelSmoothing === 0
        ? wanted
        : tf.add(tf.mul(wanted, 1 - labelSmoothing), labelSmoothing / logits.shape[1]!)
    return negativeLogLikelihood(tf.logSoftmax(logits), smooth)
  }
  return Object.assign(lossFn, { activation: softmax })
}

/** {@link crossEntropyWith} without label smoothing. */
export const crossEntropy: Loss = /* @__PURE__ */ crossEntropyWith({})
