import type { Tensor } from '@tensorflow/tfjs'
import { Generator, Linear, Module, tf } from '@onecycle/tensor-core'
import type { MnistModelOptions } from './mnist-logistic.ts'

/** The lesson's first network: affine, ReLU, affine. `[batch, 784]` -> 50 -> logits `[batch, 10]`. */
export class MnistNN extends Module {
  readonly lin1: Linear
  readonly lin2: Linear

  constructor({ seed = 42 }: MnistModelOptions = {}) {
    super()
    const rng = new Generator(seed)
    this.lin1 = new Linear(784, 50, { rng })
    this.lin2 = new Linear(50, 10, { rng })
  }

  override forward(x: Tensor): Tensor {
    return this.lin2.forward(tf.relu(this.lin1.forward(x)))
  }
}
