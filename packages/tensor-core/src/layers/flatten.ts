import type { Tensor } from '@tensorflow/tfjs'
import { tf } from '../backend.ts'
import { Module } from '../module.ts'
import { OnecycleError } from '../errors.ts'
import { printShape } from '../shape.ts'

/**
 * `[batch, ...rest]` -> `[batch, product of rest]`, row-major: an image `[batch, height, width, channels]`
 * keeps the channels of a pixel together (PyTorch, channels first, keeps the pixels of a channel together).
 */
export class Flatten extends Module {
  override forward(x: Tensor): Tensor {
    if (x.rank === 0) {
      throw new OnecycleError(
        'SHAPE_MISMATCH',
        `${this.toString()} expects an input of shape [batch, ...], but got ${printShape(x.shape)}`,
        { layer: this.toString(), expected: ['batch', '...'], actual: x.shape },
      )
    }
    const [batch, ...rest] = x.shape as [number, ...number[]]
    return tf.reshape(x, [batch, rest.reduce((product, side) => product * side, 1)])
  }
}
