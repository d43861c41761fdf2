import type { Tensor } from '@tensorflow/tfjs'
import { Flatten, Generator, Linear, Module, Sequential } from '@onecycle/tensor-core'
import { AsImages } from './as-images.ts'
import { ConvBlock } from './conv-block.ts'

export interface SimpleCnnOptions {
  /** Seeds the start. Default 42. */
  readonly seed?: number
  /** Default 10. */
  readonly classes?: number
  /** Channels after each of the four convolutions. Default `[8, 16, 32, 64]`. */
  readonly channels?: readonly [number, number, number, number]
}

/**
 * Four stride-2 convolutions with batch-norm and ReLU, which leave 2 x 2 places of an image of 28 x 28, and
 * one linear layer. `[batch, 784]` or `[batch, 28, 28, 1]` -> logits `[batch, classes]`.
 *
 * `body` and `head` are of their own, so that `bodyAndHead()` makes layer groups of it and `visionLearner`
 * takes the body for another task.
 */
export class SimpleCnn extends Module {
  readonly body: Sequential
  readonly head: Sequential

  constructor({ seed = 42, classes = 10, channels = [8, 16, 32, 64] }: SimpleCnnOptions = {}) {
    super()
    const rng = new Generator(seed)
    const blocks = channels.map((width, i) => new ConvBlock(channels[i - 1] ?? 1, width, { rng }))
    this.body = new Sequential(new AsImages(), ...blocks)
    this.head = new Sequential(new Flatten(), new Linear(2 * 2 * channels[3], classes, { rng }))
  }

  override forward(x: Tensor): Tensor {
    return this.head.forward(this.body.forward(x))
  }
}
