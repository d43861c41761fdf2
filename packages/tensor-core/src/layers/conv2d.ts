import type { Tensor, Tensor4D } from '@tensorflow/tfjs'
import { tf } from '../backend.ts'
import { kaimingUniform } from '../init.ts'
import { Module } from '../module.ts'
import { Parameter } from '../parameter.ts'
import type { Generator } from '../random.ts'
import { checkShape } from '../shape.ts'
import { padded } from './padded.ts'
import { printPair, smallest, toPair, type Size2d } from './pair.ts'

export interface Conv2dOptions {
  readonly kernelSize: Size2d
  readonly rng: Generator
  /** Default 1. */
  readonly stride?: Size2d
  /** Zeros on each side of the image. Default 0. */
  readonly padding?: Size2d
  /** Default true. */
  readonly bias?: boolean
}

/**
 * Slides a small window over an image and takes an affine function of it at every place.
 * `[batch, height, width, inChannels]` -> `[batch, outHeight, outWidth, outChannels]`, where
 * outHeight = floor((height + 2 padding - kernel) / stride) + 1. Channels stand last, as in TensorFlow.
 *
 * weight `[kernelHeight, kernelWidth, inChannels, outChannels]` (PyTorch's, transposed by (2, 3, 1, 0)) and
 * bias `[outChannels]` start uniform in +-1/sqrt(kernelHeight * kernelWidth * inChannels), as in PyTorch.
 */
export class Conv2d extends Module {
  readonly inChannels: number
  readonly outChannels: number
  readonly kernelSize: Size2d
  readonly stride: Size2d
  readonly padding: Size2d
  readonly weight: Parameter
  readonly bias: Parameter | null

  constructor(
    inChannels: number,
    outChannels: number,
    { kernelSize, rng, stride = 1, padding = 0, bias = true }: Conv2dOptions,
  ) {
    super()
    this.inChannels = inChannels
    this.outChannels = outChannels
    this.kernelSize = kernelSize
    this.stride = stride
    this.padding = padding
    const [height, width] = toPair(kernelSize)
    const fanIn = height * width * inChannels
    const start = (size: number) => kaimingUniform(size, fanIn, rng)
    this.weight = new Parameter(start(fanIn * outChannels), [height, width, inChannels, outChannels])
    this.bias = bias ? new Parameter(start(outChannels), [outChannels]) : null
  }

  override forward(x: Tensor): Tensor {
    checkShape(this, x, ['batch', ...smallest(this.kernelSize, this.padding), this.inChannels])
    const filter = this.weight.tensor as Tensor as Tensor4D
    const [image, padding] = padded(x, this.padding, 0)
    const product = tf.conv2d(image, filter, toPair(this.stride), padding)
    return this.bias ? tf.add(product, this.bias.tensor) : product
  }

  override describe(): string {
    const sizes = `kernel_size=${printPair(this.kernelSize)}, stride=${printPair(this.stride)}`
    const padding = toPair(this.padding).some((n) => n > 0) ? `, padding=${printPair(this.padding)}` : ''
    return `${this.inChannels}, ${this.outChannels}, ${sizes}${padding}${this.bias ? '' : ', bias=false'}`
  }
}
