import type { Tensor, Tensor4D } from '@tensorflow/tfjs'
import { tf } from '../backend.ts'
import { checkShape } from '../shape.ts'
import { smallest, toPadding, toPair } from './pair.ts'
import { Pool2d } from './pool2d.ts'

/**
 * The largest value in each window, per channel; padding never wins.
 * `[batch, height, width, channels]` -> `[batch, floor((height + 2 padding - kernel) / stride) + 1, ..., channels]`.
 */
export class MaxPool2d extends Pool2d {
  override forward(x: Tensor): Tensor {
    checkShape(this, x, ['batch', ...smallest(this.kernelSize, this.padding), 'channels'])
    return tf.maxPool(x as Tensor4D, toPair(this.kernelSize), toPair(this.stride), toPadding(this.padding))
  }
}
