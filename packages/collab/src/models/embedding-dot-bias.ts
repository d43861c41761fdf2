import type { Tensor } from '@tensorflow/tfjs'
import { Embedding, Module, sigmoidRange, tf, type Generator } from '@onecycle/tensor-core'
import type { ImplicitLists, ImplicitTerm } from './implicit-term.ts'

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
  /** Adds the sums over raters, or over what was rated. Default null: none. */
  readonly implicit?: ImplicitTerm | null
}

/**
 * The lesson's model: rating = user factors . item factors + user bias + item bias, then the sigmoid range.
 *
 * With an implicit term the factors of item i are q_i + |N(i)|^-1/2 sum of y_u over its training raters u, y being
 * a second embedding of users (SVD++ with the sides changed over); those of users likewise, over what they rated
 * (Koren 2008).
 *
 * users `[batch]`, items `[batch]` int32 -> `[batch]`.
 */
export class EmbeddingDotBias extends Module {
  readonly uWeight: Embedding
  readonly iWeight: Embedding
  readonly uBias: Embedding
  readonly iBias: Embedding
  /** What each user gives to the items it has rated; null without. */
  readonly uImplicit: Embedding | null
  /** What each item gives to the users who have rated it; null without. */
  readonly iImplicit: Embedding | null
  readonly yRange: YRange | null
  readonly implicit: ImplicitTerm | null

  constructor({ nFactors, users, items, yRange, rng, implicit = null }: EmbeddingDotBiasOptions) {
    super()
    this.uWeight = new Embedding(users, nFactors, { rng })
    this.iWeight = new Embedding(items, nFactors, { rng })
    this.uBias = new Embedding(users, 1, { rng })
    this.iBias = new Embedding(items, 1, { rng })
    this.uImplicit = implicit?.ofItems ? new Embedding(users, nFactors, { rng }) : null
    this.iImplicit = implicit?.ofUsers ? new Embedding(items, nFactors, { rng }) : null
    this.yRange = yRange
    this.implicit = implicit
  }

  override forward(users: Tensor, items: Tensor): Tensor {
    const userFactors = factorsOf(this.uWeight, users, this.iImplicit, this.implicit?.ofUsers)
    const itemFactors = factorsOf(this.iWeight, items, this.uImplicit, this.implicit?.ofItems)
    const dot = tf.sum(tf.mul(userFactors, itemFactors), 1)
    const biases = tf.add(this.uBias.forward(users), this.iBias.forward(items))
    const raw = tf.add(dot, tf.squeeze(biases, [1]))
    return this.yRange ? sigmoidRange(raw, ...this.yRange) : raw
  }
}

/** Factors of these indices with their gains, `[batch, factors]`; all sums are made anew. */
function factorsOf(
  own: Embedding,
  indices: Tensor,
  given: Embedding | null,
  lists: ImplicitLists | null | undefined,
): Tensor {
  const factors = own.forward(indices)
  if (!given || !lists) return factors
  const { givers, scales } = lists
  const receivers = new Int32Array(givers.members.length)
  for (let row = 0; row < scales.length; row++) {
    receivers.fill(row, givers.offsets[row], givers.offsets[row + 1])
  }
  const each = given.forward(tf.tensor1d(givers.members, 'int32'))
  const sums = tf.unsortedSegmentSum(each as never, tf.tensor1d(receivers, 'int32'), scales.length)
  const gains = tf.mul(sums, tf.tensor2d(scales, [scales.length, 1]))
  return tf.add(factors, tf.gather(gains, indices as never))
}
