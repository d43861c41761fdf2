import type { Tensor } from '@tensorflow/tfjs'
import { BatchNorm2d, Conv2d, Module, tf, type Generator } from '@onecycle/tensor-core'

export interface ConvBlockOptions {
  readonly rng: Generator
  /** Default 2: half the height and half the width, rounded up. */
  readonly stride?: number
  /** Default true. */
  readonly relu?: boolean
}

/**
 * A 3 x 3 convolution without bias (batch-norm has one), batch-norm, ReLU.
 * `[batch, height, width, inChannels]` -> `[batch, ceil(height / stride), ceil(width / stride), outChannels]`.
 */
export class ConvBlock extends Module {
  readonly conv: Conv2d
  readonly bn: BatchNorm2d
  readonly relu: boolean

  constructor(inChannels: number, outChannels: number, { rng, stride = 2, relu = true }: ConvBlockOptions) {
    super()
    this.conv = new Conv2d(inChannels, outChannels, { kernelSize: 3, stride, padding: 1, bias: false, rng })
    this.bn = new BatchNorm2d(outChannels)
    this.relu = relu
  }

  override forward(x: Tensor): Tensor {
    const normed = this.bn.forward(this.conv.forward(x))
    return this.relu ? tf.relu(normed) : normed
  }
}
