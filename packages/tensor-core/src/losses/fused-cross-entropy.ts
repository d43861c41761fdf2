import type { Scalar, Tensor } from '@tensorflow/tfjs'
import { tf } from '../backend.ts'

const kernel = 'OnecycleSoftmaxCrossEntropy'

/** Whether {@link fusedCrossEntropy} can take these; other targets, and backends without the kernel, go by operations. */
export const isClassNumbers = (logits: Tensor, targets: Tensor): boolean =>
  logits.rank === 2 &&
  targets.rank === 1 &&
  targets.dtype === 'int32' &&
  targets.shape[0] === logits.shape[0] &&
  Boolean(tf.getKernel(kernel, tf.getBackend()))

/**
 * Softmax, mean cross-entropy and their gradient in one kernel call. logits `[batch, classes]`, targets
 * `[batch]` int32; a target that is no class makes the loss NaN.
 */
export function fusedCrossEntropy(logits: Tensor, targets: Tensor): Scalar {
  const loss = tf.customGrad((x, save) => {
    const [value, gradient] = tf.engine().runKernel<Tensor[]>(kernel, { logits: x as Tensor, targets }) as [
      Scalar,
      Tensor,
    ]
    ;(save as (tensors: Tensor[]) => void)([gradient])
    return { value, gradFunc: (dy: Tensor, saved: Tensor[]) => tf.mul(saved[0]!, dy) }
  })
  return loss(logits)
}
