import type { Tensor } from '@tensorflow/tfjs'
import { tf } from '@onecycle/tensor-core'
import type { Callback } from '../callback.ts'
import { checkOptions, integerFrom } from '../check-options.ts'

export interface GradientAccumulationOptions {
  /** The optimizer steps when so many rows have been seen. Default 32, as in fast.ai v2. */
  readonly nAcc?: number
}

/**
 * Trains as with larger batches, without their memory: gradients of several batches are added up until they
 * come from `nAcc` rows or more, and the optimizer gets their mean over these rows.
 *
 * What is on its way at an epoch's end goes on in the next epoch; at the fit's end it is dropped. It comes
 * before `gradientClip`, which then sees the mean.
 *
 * @throws OnecycleError `BAD_OPTION`
 */
export function gradientAccumulation(options: GradientAccumulationOptions = {}): Callback {
  checkOptions('gradientAccumulation', options, { nAcc: integerFrom(1) })
  const { nAcc = 32 } = options
  let sums: (Tensor | null)[] = []
  let rows = 0

  const drop = () => {
    tf.dispose(sums.filter((sum) => sum !== null))
    sums = []
    rows = 0
  }

  return {
    name: 'gradientAccumulation',
    order: -5,
    beforeFit: drop,
    afterBackward(gradients, { data }) {
      const { size } = data!
      sums = gradients.map((gradient, i) => addTo(sums[i] ?? null, gradient, size))
      rows += size
      if (rows < nAcc) return null
      const means = sums.map((sum) => sum && tf.div(sum, rows))
      drop()
      return means
    },
    afterFit: drop,
  }
}

/** sum + size gradient, in place of both. */
function addTo(sum: Tensor | null, gradient: Tensor | null, size: number): Tensor | null {
  if (!gradient) return sum
  const total = tf.keep(tf.tidy(() => (sum ? tf.add(sum, tf.mul(gradient, size)) : tf.mul(gradient, size))))
  gradient.dispose()
  sum?.dispose()
  return total
}
