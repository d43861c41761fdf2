import type { Tensor } from '@tensorflow/tfjs'
import { OnecycleError, tf, type Parameter } from '@onecycle/tensor-core'
import type { OptimizerFactory } from './optimizer.ts'

export interface AdamOptions {
  /** Decay of the average of squared gradients. Default 0.99, fast.ai's; PyTorch's is 0.999. */
  readonly beta2?: number
  /** Default 1e-8. */
  readonly eps?: number
}

interface Moments {
  steps: number
  m: Tensor
  v: Tensor
}

/**
 * Adam with decoupled weight decay (Kingma and Ba 2015; Loshchilov and Hutter 2019), as fast.ai v1 drives it:
 *
 *     p <- p (1 - lr wd)
 *     m <- b1 m + (1 - b1) g          v <- b2 v + (1 - b2) g^2
 *     p <- p - lr / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + eps)
 *
 * b1 is the momentum of this very step, also inside the power.
 */
export const adam = ({ beta2 = 0.99, eps = 1e-8 }: AdamOptions = {}): OptimizerFactory => {
  if (!(beta2 >= 0 && beta2 < 1))
    throw new OnecycleError('BAD_HYPER', `adam: beta2 is ${beta2}; expected 0 <= beta2 < 1`, { beta2 })
  if (!(eps > 0))
    throw new OnecycleError('BAD_HYPER', `adam: eps is ${eps}; expected a number above 0`, { eps })
  return () => {
    const memory = new Map<Parameter, Moments>()
    return {
      step(parameter, grad, { lr, mom, wd }) {
        const past = memory.get(parameter)
        const steps = (past?.steps ?? 0) + 1
        const stepSize = lr / (1 - mom ** steps)
        const debias = 1 / Math.sqrt(1 - beta2 ** steps)
        const [p, m, v] = tf.tidy((): [Tensor, Tensor, Tensor] => {
          const fresh = tf.mul(grad, 1 - mom)
          const freshSquare = tf.mul(tf.square(grad), 1 - beta2)
          const m = past ? tf.add(tf.mul(past.m, mom), fresh) : fresh
          const v = past ? tf.add(tf.mul(past.v, beta2), freshSquare) : freshSquare
          const move = tf.mul(tf.div(m, tf.add(tf.mul(tf.sqrt(v), debias), eps)), stepSize)
          return [tf.sub(tf.mul(parameter.tensor, 1 - lr * wd), move), m, v]
        })
        parameter.assign(p)
        tf.dispose([past?.m, past?.v])
        memory.set(parameter, { steps, m, v })
      },
      dispose() {
        for (const { m, v } of memory.values()) tf.dispose([m, v])
        memory.clear()
      },
    }
  }
}
