import type { Tensor } from '@tensorflow/tfjs'
import { Generator, Linear, Module } from '@onecycle/tensor-core'

export interface MnistModelOptions {
  /** Seeds the start. Default 42. */
  readonly seed?: number
}

/**
 * The lesson's linear model of a digit: one affine function. `[batch, 784]` -> logits `[batch, 10]`.
 *
 * It ends without softmax: that is inside `crossEntropy`.
 */
export class MnistLogistic extends Module {
  readonly lin: Linear

  constructor({ seed = 42 }: MnistModelOptions = {}) {
    super()
    this.lin = new Linear(784, 10, { rng: new Generator(seed) })
  }

  override forward(x: Tensor): Tensor {
    return this.lin.forward(x)
  }
}
