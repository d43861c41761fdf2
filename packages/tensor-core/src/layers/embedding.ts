import type { Tensor } from '@tensorflow/tfjs'
import { tf } from '../backend.ts'
import { Module } from '../module.ts'
import { Parameter } from '../parameter.ts'
import type { Generator } from '../random.ts'
import { checkShape } from '../shape.ts'

export interface EmbeddingOptions {
  readonly rng: Generator
  /** Scale of the start: fmod(N(0, 1), 2) * std. Default 0.01, as in fast.ai. */
  readonly std?: number
}

/**
 * Array look-up: row `index` of the table, identical to multiplying its one-hot vector by the table but
 * without the zeros. `[batch]` int32 -> `[batch, dim]`.
 */
export class Embedding extends Module {
  readonly weight: Parameter

  /**
   * @param count rows of the table
   * @param dim columns of the table
   */
  constructor(count: number, dim: number, { rng, std = 0.01 }: EmbeddingOptions) {
    super()
    const values = Float32Array.from({ length: count * dim }, () => (rng.normal() % 2) * std)
    this.weight = new Parameter(values, [count, dim])
  }

  override forward(indices: Tensor): Tensor {
    checkShape(this, indices, ['batch'])
    return tf.gather(this.weight.tensor, indices)
  }

  override describe(): string {
    return this.weight.shape.join(', ')
  }
}
