import type { Tensor } from '@tensorflow/tfjs'
import { tf } from '../backend.ts'
import { Module } from '../module.ts'

/** max(x, 0), element by element. */
export class ReLU extends Module {
  override forward(x: Tensor): Tensor {
    return tf.relu(x)
  }
}
