import type { Tensor, Tensor4D } from '@tensorflow/tfjs'
import { tf } from '../backend.ts'
import { Module } from '../module.ts'
import { checkShape } from '../shape.ts'

/**
 * The maximum and then the mean of each channel over the whole image, of any size:
 * `[batch, height, width, channels]` -> `[batch, 1, 1, 2 * channels]`. (fast.ai's AdaptiveConcatPool2d.)
 */
export class AdaptiveConcatPool2d extends Module {
  override forward(x: Tensor): Tensor {
    checkShape(this, x, ['batch', 'height', 'width', 'channels'])
    // A pooling and not tf.max: of several equal maxima, one gets the gradient.
    const max = tf.maxPool(x as Tensor4D, [x.shape[1]!, x.shape[2]!], 1, 'valid')
    return tf.concat([max, tf.mean(x, [1, 2], true)], 3)
  }
}
