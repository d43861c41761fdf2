import { Module } from '../module.ts'
import { OnecycleError } from '../errors.ts'
import { printPair, toPair, type Size2d } from './pair.ts'

export interface Pool2dOptions {
  /** Default: the kernel's size, so that windows do not overlap. */
  readonly stride?: Size2d
  /** Default 0; at most half of the kernel. */
  readonly padding?: Size2d
}

/** What the poolings share: a window that slides over an image `[batch, height, width, channels]`. */
export abstract class Pool2d extends Module {
  readonly kernelSize: Size2d
  readonly stride: Size2d
  readonly padding: Size2d

  /** @throws OnecycleError `BAD_PADDING` */
  constructor(kernelSize: Size2d, { stride = kernelSize, padding = 0 }: Pool2dOptions = {}) {
    super()
    this.kernelSize = kernelSize
    this.stride = stride
    this.padding = padding
    const sides = toPair(kernelSize)
    if (toPair(padding).some((pad, i) => pad > sides[i]! / 2)) {
      throw new OnecycleError(
        'BAD_PADDING',
        `${this.toString()}: expected a padding of at most half the kernel's size`,
        { kernelSize, padding },
      )
    }
  }

  override describe(): string {
    const print = (size: Size2d) => (typeof size === 'number' ? size : printPair(size))
    return `kernel_size=${print(this.kernelSize)}, stride=${print(this.stride)}, padding=${print(this.padding)}`
  }
}
