import type { Tensor } from '@tensorflow/tfjs'
import { tf } from '../backend.ts'
import { checkShape } from '../shape.ts'
import { padded } from './padded.ts'
import { smallest, toPair } from './pair.ts'
import { Pool2d } from './pool2d.ts'

/**
 * The largest value in each window, per channel; padding never wins.
 * `[batch, height, width, channels]` -> `[batch, floor((height + 2 padding - kernel) / stride) + 1, ..., channels]`.
 */
export class MaxPool2d extends Pool2d {
  override forward(x: Tensor): Tensor {
    checkShape(this, x, ['batch', ...smallest(this.kernelSize, this.padding), 'channels'])
    const [image, padding] = padded(x, this.padding, -Infinity)
    return tf.maxPool(image, toPair(this.kernelSize), toPair(this.stride), padding)
  }
}
