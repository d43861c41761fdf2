import type { Tensor } from '@tensorflow/tfjs'
import { BatchNorm2d, Conv2d, Module, Sequential, tf, type Generator } from '@onecycle/tensor-core'
import { ConvBlock } from './conv-block.ts'

export interface ResidualBlockOptions {
  readonly rng: Generator
  /** Of the first convolution. Default 1. */
  readonly stride?: number
}

/**
 * relu(conv(conv(x)) + x): two convolutions learn only what to add to their input. (He and others, 2015.)
 * Where stride or channels change, x goes through a 1 x 1 convolution with batch-norm.
 * `[batch, height, width, inChannels]` -> `[batch, ceil(height / stride), ceil(width / stride), outChannels]`.
 */
export class ResidualBlock extends Module {
  readonly conv1: ConvBlock
  readonly conv2: ConvBlock
  /** Null where x is added as it is. */
  readonly shortcut: Sequential | null

  constructor(inChannels: number, outChannels: number, { rng, stride = 1 }: ResidualBlockOptions) {
    super()
    this.conv1 = new ConvBlock(inChannels, outChannels, { rng, stride })
    this.conv2 = new ConvBlock(outChannels, outChannels, { rng, stride: 1, relu: false })
    this.shortcut =
      stride === 1 && inChannels === outChannels
        ? null
        : new Sequential(
            new Conv2d(inChannels, outChannels, { kernelSize: 1, stride, bias: false, rng }),
            new BatchNorm2d(outChannels),
          )
  }

  override forward(x: Tensor): Tensor {
    const added = this.conv2.forward(this.conv1.forward(x))
    return tf.relu(tf.add(added, this.shortcut ? this.shortcut.forward(x) : x))
  }
}
