import type { Tensor } from '@tensorflow/tfjs'
import { Module, OnecycleError, printShape, tf } from '@onecycle/tensor-core'

/** Gives flat rows the form of images: `[batch, 784]` or `[batch, 28, 28, 1]` -> `[batch, 28, 28, 1]`. */
export class AsImages extends Module {
  /** Height, width, channels. */
  readonly shape: readonly [height: number, width: number, channels: number]

  constructor(shape: readonly [height: number, width: number, channels: number] = [28, 28, 1]) {
    super()
    this.shape = shape
  }

  /** @throws OnecycleError `SHAPE_MISMATCH` */
  override forward(x: Tensor): Tensor {
    const [batch = 0, ...rest] = x.shape
    const size = this.shape.reduce((product, side) => product * side, 1)
    const flat = rest.length === 1 && rest[0] === size
    if (flat) return tf.reshape(x, [batch, ...this.shape])
    if (rest.length === 3 && rest.every((side, i) => side === this.shape[i])) return x
    throw new OnecycleError(
      'SHAPE_MISMATCH',
      `${this.toString()} expects an input of shape ${printShape(['batch', size])} or ` +
        `${printShape(['batch', ...this.shape])}, but got ${printShape(x.shape)}`,
      { layer: this.toString(), expected: ['batch', ...this.shape], actual: x.shape },
    )
  }

  override describe(): string {
    return this.shape.join(', ')
  }
}
