import type { Tensor, Tensor4D } from '@tensorflow/tfjs'
import { tf } from '../backend.ts'
import { checkShape } from '../shape.ts'
import { smallest, toPadding, toPair } from './pair.ts'
import { Pool2d } from './pool2d.ts'

/**
 * The mean of each window, per channel; padding counts as zeros, as in PyTorch.
 * `[batch, height, width, channels]` -> `[batch, floor((height + 2 padding - kernel) / stride) + 1, ..., channels]`.
 */
export class AvgPool2d extends Pool2d {
  override forward(x: Tensor): Tensor {
    checkShape(this, x, ['batch', ...smallest(this.kernelSize, this.padding), 'channels'])
    // Padded beforehand: tf.avgPool leaves padding out of the mean, but not out of its gradient.
    const padded = this.padding === 0 ? x : tf.pad(x, toPadding(this.padding))
    return tf.avgPool(padded as Tensor4D, toPair(this.kernelSize), toPair(this.stride), 'valid')
  }
}
