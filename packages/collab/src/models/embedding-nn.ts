import type { Tensor } from '@tensorflow/tfjs'
import {
  BatchNorm1d,
  Dropout,
  Embedding,
  Linear,
  Module,
  OnecycleError,
  ReLU,
  Sequential,
  sigmoidRange,
  tf,
  type Generator,
} from '@onecycle/tensor-core'
import type { YRange } from './embedding-dot-bias.ts'
import { embeddingSize } from './embedding-size.ts'

export interface EmbeddingNNOptions {
  /** Rows of the tables, the unknown id's row 0 included. */
  readonly users: number
  readonly items: number
  /** Widths of the hidden layers, at least one. Default [50]. */
  readonly layers?: readonly number[]
  /** Widths of the embeddings. Default: {@link embeddingSize} of the rows. */
  readonly embeddingSizes?: { readonly users?: number; readonly items?: number }
  /** Probability of dropping what a hidden layer puts out: one for all, or one for each. Default 0. */
  readonly dropout?: number | readonly number[]
  /** Probability of dropping an element of the embeddings. Default 0. */
  readonly embeddingDropout?: number
  /** Batch-norm between the layers. Default true. */
  readonly useBn?: boolean
  /** Predictions are squeezed into this range by a sigmoid; null leaves them as they are. */
  readonly yRange: YRange | null
  readonly rng: Generator
}

/**
 * A small network on two embeddings: where {@link EmbeddingDotBias} multiplies, this one learns how to combine.
 *
 *     x = dropout(user embedding, item embedding side by side)
 *     h_1 = relu(W_1 x + b_1),   h_l = relu(W_l dropout(norm(h_(l-1))) + b_l)
 *     rating = w dropout(norm(h_last)) + b, then the sigmoid range
 *
 * users `[batch]`, items `[batch]` int32 -> `[batch]`. The order of layers is that of fast.ai v1.
 */
export class EmbeddingNN extends Module {
  readonly uWeight: Embedding
  readonly iWeight: Embedding
  readonly embDrop: Dropout
  readonly layers: Sequential
  readonly yRange: YRange | null

  /** @throws OnecycleError `BAD_LAYERS`, `BAD_PROBABILITY` */
  constructor(options: EmbeddingNNOptions) {
    super()
    const { users, items, layers = [50], embeddingSizes = {}, embeddingDropout = 0, yRange, rng } = options
    const [uDim, iDim] = [
      embeddingSizes.users ?? embeddingSize(users),
      embeddingSizes.items ?? embeddingSize(items),
    ]
    checkWidths('layers', layers)
    checkWidths('embeddingSizes', [uDim, iDim])
    this.uWeight = new Embedding(users, uDim, { rng })
    this.iWeight = new Embedding(items, iDim, { rng })
    this.embDrop = new Dropout(embeddingDropout, { rng })
    this.layers = new Sequential(...hiddenLayers([uDim + iDim, ...layers], options))
    this.yRange = yRange
  }

  override forward(users: Tensor, items: Tensor): Tensor {
    const x = tf.concat([this.uWeight.forward(users), this.iWeight.forward(items)], 1)
    const raw = tf.squeeze(this.layers.forward(this.embDrop.forward(x)), [1])
    return this.yRange ? sigmoidRange(raw, ...this.yRange) : raw
  }
}

function hiddenLayers(
  widths: readonly number[],
  { dropout = 0, useBn = true, rng }: EmbeddingNNOptions,
): Module[] {
  const hidden = widths.length - 1
  const probabilities = typeof dropout === 'number' ? new Array<number>(hidden).fill(dropout) : dropout
  if (probabilities.length !== hidden) {
    throw new OnecycleError(
      'BAD_LAYERS',
      `dropout has ${probabilities.length} probabilities for ${hidden} hidden layers; expected one number, or one for each`,
      { dropout, hidden },
    )
  }
  const modules: Module[] = []
  for (let layer = 0; layer < hidden; layer++) {
    const [before, width] = [widths[layer]!, widths[layer + 1]!]
    const p = probabilities[layer]!
    modules.push(new Linear(before, width, { rng }), new ReLU())
    if (useBn) modules.push(new BatchNorm1d(width))
    if (p !== 0) modules.push(new Dropout(p, { rng }))
  }
  return [...modules, new Linear(widths.at(-1)!, 1, { rng })]
}

function checkWidths(name: string, widths: readonly number[]): void {
  if (widths.length > 0 && widths.every((width) => Number.isInteger(width) && width >= 1)) return
  throw new OnecycleError(
    'BAD_LAYERS',
    `${name} is [${widths.join(', ')}]; expected one or more integers of at least 1`,
    { [name]: widths },
  )
}
