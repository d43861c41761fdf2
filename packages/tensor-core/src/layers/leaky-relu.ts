import type { Tensor } from '@tensorflow/tfjs'
import { tf } from '../backend.ts'
import { Module } from '../module.ts'

/** x where x > 0, else negativeSlope * x, element by element. */
export class LeakyReLU extends Module {
  readonly negativeSlope: number

  /** @param negativeSlope default 0.01, as in PyTorch */
  constructor(negativeSlope = 0.01) {
    super()
    this.negativeSlope = negativeSlope
  }

  override forward(x: Tensor): Tensor {
    return tf.leakyRelu(x, this.negativeSlope)
  }

  override describe(): string {
    return `negative_slope=${this.negativeSlope}`
  }
}
