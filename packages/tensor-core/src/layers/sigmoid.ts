import type { Tensor } from '@tensorflow/tfjs'
import { tf } from '../backend.ts'
import { Module } from '../module.ts'

/** 1 / (1 + exp(-x)), element by element. */
export class Sigmoid extends Module {
  override forward(x: Tensor): Tensor {
    return tf.sigmoid(x)
  }
}
