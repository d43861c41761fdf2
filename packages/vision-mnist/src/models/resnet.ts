import type { Tensor } from '@tensorflow/tfjs'
import { Generator, Linear, Module, Sequential } from '@onecycle/tensor-core'
import { AsImages } from './as-images.ts'
import { ConvBlock } from './conv-block.ts'
import { GlobalAvgPool2d } from './global-avg-pool2d.ts'
import { ResidualBlock } from './residual-block.ts'

export interface ResNetOptions {
  /** Seeds the start. Default 42. */
  readonly seed?: number
  /** Default 10. */
  readonly classes?: number
  /** Channels of the stem, then of each residual block. Default `[8, 16, 32, 64]`. */
  readonly channels?: readonly [number, ...number[]]
}

/**
 * A small residual network: a stride-2 convolution, then residual blocks of stride 2, the mean over the image
 * that is left, one linear layer. `[batch, 784]` or `[batch, 28, 28, 1]` -> logits `[batch, classes]`.
 */
export class ResNet extends Module {
  readonly body: Sequential
  readonly head: Sequential

  constructor({ seed = 42, classes = 10, channels = [8, 16, 32, 64] }: ResNetOptions = {}) {
    super()
    const rng = new Generator(seed)
    const [stem, ...widths] = channels
    const blocks = widths.map((width, i) => new ResidualBlock(channels[i]!, width, { rng, stride: 2 }))
    this.body = new Sequential(new AsImages(), new ConvBlock(1, stem, { rng }), ...blocks)
    this.head = new Sequential(new GlobalAvgPool2d(), new Linear(channels.at(-1)!, classes, { rng }))
  }

  override forward(x: Tensor): Tensor {
    return this.head.forward(this.body.forward(x))
  }
}
