import { tf } from '@onecycle/tensor-core'
import type { Callback } from '../callback.ts'
import { checkOptions, numberAbove } from '../check-options.ts'

export interface GradientClipOptions {
  /** Default 0.1, as in fast.ai v1. */
  readonly maxNorm?: number
}

/**
 * Shrinks all gradients together so that their common L2 norm is at most `maxNorm`:
 *
 *     g <- g min(1, maxNorm / (norm + 1e-6)),   norm = sqrt(sum of g^2 over all parameters)
 *
 * The direction of the step stays. As PyTorch's clip_grad_norm_.
 *
 * @throws OnecycleError `BAD_OPTION`
 */
export function gradientClip(options: GradientClipOptions = {}): Callback {
  checkOptions('gradientClip', options, { maxNorm: numberAbove(0) })
  const { maxNorm = 0.1 } = options
  return {
    name: 'gradientClip',
    afterBackward(gradients) {
      const present = gradients.filter((gradient) => gradient !== null)
      if (present.length === 0) return gradients
      // On the device as a whole: reading the norm would stall a GPU at each batch.
      const clipped = tf.tidy(() => {
        const squares = present.map((gradient) => tf.sum(tf.square(gradient)))
        const scale = tf.minimum(1, tf.div(maxNorm, tf.add(tf.sqrt(tf.addN(squares)), 1e-6)))
        return present.map((gradient) => tf.mul(gradient, scale))
      })
      tf.dispose(present)
      const next = clipped.values()
      return gradients.map((gradient) => gradient && next.next().value!)
    },
  }
}
