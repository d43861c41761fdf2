import type { Tensor } from '@tensorflow/tfjs'
import { tf } from '../backend.ts'
import { OnecycleError } from '../errors.ts'
import { Module } from '../module.ts'
import type { Generator } from '../random.ts'

export interface DropoutOptions {
  /** Decides what is dropped; a checkpoint that is to continue exactly keeps its state. */
  readonly rng: Generator
}

/**
 * While training, sets each element to 0 with probability p and multiplies the others by 1 / (1 - p), so
 * that the expected sum stays; unchanged in evaluation. Any shape. (Srivastava and others, 2014.)
 */
export class Dropout extends Module {
  readonly p: number
  readonly rng: Generator

  /** @throws OnecycleError `BAD_PROBABILITY` */
  constructor(p: number, { rng }: DropoutOptions) {
    super()
    if (!(p >= 0 && p <= 1)) {
      throw new OnecycleError('BAD_PROBABILITY', `Dropout(p=${p}): expected a p from 0 to 1`, { p })
    }
    this.p = p
    this.rng = rng
  }

  override forward(x: Tensor): Tensor {
    if (!this.training || this.p === 0) return x
    const threshold = this.p * 2 ** 32
    const kept = this.p === 1 ? 0 : 1 / (1 - this.p)
    // Drawn on the host: the same mask on every device.
    const mask = new Float32Array(x.size)
    for (let i = 0; i < mask.length; i++) mask[i] = this.rng.uint32() < threshold ? 0 : kept
    return tf.mul(x, tf.tensor(mask, x.shape))
  }

  override describe(): string {
    return `p=${this.p}`
  }
}
