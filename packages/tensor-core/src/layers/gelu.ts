import type { Tensor } from '@tensorflow/tfjs'
import { tf } from '../backend.ts'
import { Module } from '../module.ts'

/** x * P(N(0, 1) <= x) = x / 2 * (1 + erf(x / sqrt 2)), element by element: the exact form. */
export class GELU extends Module {
  override forward(x: Tensor): Tensor {
    return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1))
  }
}
