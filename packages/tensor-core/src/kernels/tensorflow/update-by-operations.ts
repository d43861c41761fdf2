import type { Tensor } from '@tensorflow/tfjs'
import type { TensorFlow } from '../../backend.ts'
import type { UpdateRuleName } from '../update-rules.ts'

interface Values {
  readonly p: Tensor
  readonly g: Tensor
  readonly m?: Tensor
  readonly v?: Tensor
}
interface Updated {
  readonly out: Tensor
  readonly m?: Tensor
  readonly v?: Tensor
}
type Update = (tf: TensorFlow, values: Values, constants: readonly number[]) => Updated

const mix = (tf: TensorFlow, old: Tensor, share: number, fresh: Tensor) =>
  tf.add(tf.mul(old, share), tf.mul(fresh, 1 - share))

/** The rules of ../update-rules.ts in operations of TensorFlow.js, for a backend that takes no kernels of ours. */
export const updateByOperations: Record<UpdateRuleName, Update> = {
  sgd: (tf, { p, g }, [decay, l2, lr]) => ({
    out: tf.sub(tf.mul(p, decay!), tf.mul(tf.add(g, tf.mul(p, l2!)), lr!)),
  }),
  momentum: (tf, { p, g, m }, [decay, l2, lr, mom]) => {
    const mean = tf.addN([tf.mul(m!, mom!), g, tf.mul(p, l2!)])
    return { m: mean, out: tf.sub(tf.mul(p, decay!), tf.mul(mean, lr!)) }
  },
  rmsprop: (tf, { p, g, m }, [decay, l2, lr, alpha, eps]) => {
    const grad = tf.add(g, tf.mul(p, l2!))
    const square = mix(tf, m!, alpha!, tf.square(grad))
    const change = tf.div(tf.mul(grad, lr!), tf.add(tf.sqrt(square), eps!))
    return { m: square, out: tf.sub(tf.mul(p, decay!), change) }
  },
  adam: (tf, { p, g, m, v }, [decay, l2, stepSize, beta1, beta2, debias, eps]) => {
    const grad = tf.add(g, tf.mul(p, l2!))
    const mean = mix(tf, m!, beta1!, grad)
    const square = mix(tf, v!, beta2!, tf.square(grad))
    const change = tf.div(tf.mul(mean, stepSize!), tf.add(tf.mul(tf.sqrt(square), debias!), eps!))
    return { m: mean, v: square, out: tf.sub(tf.mul(p, decay!), change) }
  },
}
