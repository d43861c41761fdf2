import type { Tensor } from '@tensorflow/tfjs'
import { checkShape, Module, tf } from '@onecycle/tensor-core'

/** The mean of each channel over the whole image: `[batch, height, width, channels]` -> `[batch, channels]`. */
export class GlobalAvgPool2d extends Module {
  override forward(x: Tensor): Tensor {
    checkShape(this, x, ['batch', 'height', 'width', 'channels'])
    return tf.mean(x, [1, 2])
  }
}
