import type { Tensor } from '@tensorflow/tfjs'
import { tf } from './backend.ts'

/** sigmoid(x) * (high - low) + low: squeezes any number into (low, high). */
export const sigmoidRange = (x: Tensor, low: number, high: number): Tensor =>
  tf.add(tf.mul(tf.sigmoid(x), high - low), low)
