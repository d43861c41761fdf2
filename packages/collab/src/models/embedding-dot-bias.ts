import type { Tensor } from '@tensorflow/tfjs'
import { Embedding, Module, sigmoidRange, tf, type Generator } from '@onecycle/tensor-core'

export type YRange = readonly [low: number, high: number]

export interface EmbeddingDotBiasOptions {
  /** Width of the embeddings: the number of latent factors. */
  readonly nFactors: number
  /** Rows of the tables, the unknown id's row 0 included. */
  readonly users: number
  readonly items: number
  /** Predictions are squeezed into this range by a sigmoid; null leaves them as they are. */
  readonly yRange: YRange | null
  readonly rng: Generator
}

/**
 * The lesson's model: rating = user factors . item factors + user bias + item bias, then the sigmoid range.
 *
 * users `[batch]`, items `[batch]` int32 -> `[batch]`.
 */
export class EmbeddingDotBias extends Module {
  readonly uWeight: Embedding
  readonly iWeight: Embedding
  readonly uBias: Embedding
  readonly iBias: Embedding
  readonly yRange: YRange | null

  constructor({ nFactors, users, items, yRange, rng }: EmbeddingDotBiasOptions) {
    super()
    this.uWeight = new Embedding(users, nFactors, { rng })
    this.iWeight = new Embedding(items, nFactors, { rng })
    this.uBias = new Embedding(users, 1, { rng })
    this.iBias = new Embedding(items, 1, { rng })
    this.yRange = yRange
  }

  override forward(users: Tensor, items: Tensor): Tensor {
    const dot = tf.sum(tf.mul(this.uWeight.forward(users), this.iWeight.forward(items)), 1)
    const biases = tf.add(this.uBias.forward(users), this.iBias.forward(items))
    const raw = tf.add(dot, tf.squeeze(biases, [1]))
    return this.yRange ? sigmoidRange(raw, ...this.yRange) : raw
  }
}
