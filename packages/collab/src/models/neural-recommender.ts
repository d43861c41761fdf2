import { ndArray, OnecycleError, type NdArray } from '@onecycle/tensor-core'
import type { RatedItems } from '../rated-items.ts'
import type { RatedVocabulary } from '../rated-vocabulary.ts'
import type { RawId } from '../ratings.ts'
import { RecommenderBase } from '../recommender-base.ts'
import { checkFinite, checkRange, checkSizes } from '../recommender-parts.ts'
import { averageRow, squeeze } from '../recommender-scores.ts'
import { similarTo, type SimilarOptions } from '../similar.ts'
import { checkDenseLayers, denseLayers, multiply, type DenseLayer } from './dense-layer.ts'
import type { YRange } from './embedding-dot-bias.ts'
import type { EmbeddingNN } from './embedding-nn.ts'

/** Everything a {@link NeuralRecommender} consists of: plain arrays. Row 0 of a table is the unknown id's. */
export interface NeuralParts {
  readonly users: RatedVocabulary
  readonly items: RatedVocabulary
  readonly rated: RatedItems
  /** `[users, width]` */
  readonly userWeight: NdArray<Float32Array>
  /** `[items, width]` */
  readonly itemWeight: NdArray<Float32Array>
  /** First to last; a ReLU stands between two. The first takes both embeddings, the last has one output. */
  readonly layers: readonly DenseLayer[]
  readonly yRange: YRange | null
  readonly metadata: Readonly<Record<string, string>>
}

/**
 * A trained {@link EmbeddingNN} for serving, from arrays in host memory. Its parts have no meaning one by one,
 * so there are no biases, no explanation and no fold-in: those are what the dot-bias model is for.
 *
 * An unknown user (or item) is predicted from the mean of all learned embeddings.
 */
export class NeuralRecommender extends RecommenderBase {
  readonly parts: NeuralParts
  /** What the first layer makes of each side alone, `[rows, hidden]`; in row 0 of the mean embedding. */
  readonly #userHidden: Float32Array
  readonly #itemHidden: Float32Array
  /** Outputs of each layer, used again for each pair. */
  readonly #outputs: readonly Float32Array[]

  /** @throws OnecycleError `BAD_MODEL` when sizes do not fit together or a weight is not finite */
  constructor(parts: NeuralParts) {
    super()
    checkNeuralParts(parts)
    this.parts = parts
    const [first] = parts.layers
    const userWidth = parts.userWeight.shape[1]!
    this.#userHidden = hiddenOf(parts.userWeight, first!, { from: 0, withBias: true })
    this.#itemHidden = hiddenOf(parts.itemWeight, first!, { from: userWidth, withBias: false })
    this.#outputs = parts.layers.map(({ bias }) => new Float32Array(bias.length))
  }

  /** The model as it is now, in host memory. */
  static async of(
    model: EmbeddingNN,
    known: Pick<NeuralParts, 'users' | 'items' | 'rated'>,
    metadata: Readonly<Record<string, string>> = {},
  ): Promise<NeuralRecommender> {
    const { uWeight, iWeight } = model
    return new NeuralRecommender({
      users: known.users,
      items: known.items,
      rated: known.rated,
      userWeight: ndArray(await uWeight.weight.data(), uWeight.weight.shape),
      itemWeight: ndArray(await iWeight.weight.data(), iWeight.weight.shape),
      layers: await denseLayers(model.layers.layers),
      yRange: model.yRange,
      metadata,
    })
  }

  get users(): RatedVocabulary {
    return this.parts.users
  }

  get items(): RatedVocabulary {
    return this.parts.items
  }

  get rated(): RatedItems {
    return this.parts.rated
  }

  get metadata(): Readonly<Record<string, string>> {
    return this.parts.metadata
  }

  /**
   * The items whose embeddings are most like that of `item`, most alike first.
   *
   * @throws OnecycleError `UNKNOWN_ITEM`, `BAD_COUNT`, `BAD_MIN_RATINGS`, `BAD_SIMILARITY`
   */
  similarItems(item: RawId, options: SimilarOptions = {}): { item: RawId; score: number }[] {
    const alike = similarTo('item', item, this.parts.itemWeight.data, this.items, options)
    return alike.map(({ id, score }) => ({ item: id, score }))
  }

  /** There is none. @throws OnecycleError `NO_BIAS` */
  bias(): never {
    throw noSuchPart('bias')
  }

  /** There are none. @throws OnecycleError `NO_FACTORS` */
  weight(): never {
    throw noSuchPart('weight')
  }

  protected override scoreOf(user: number, item: number): number {
    return squeeze(this.#raw(user, item), this.parts.yRange)
  }

  protected override scoreItems(users: Int32Array, scores: Float32Array): void {
    const { size } = this.items
    users.forEach((user, row) => {
      for (let item = 0; item < size; item++) scores[row * size + item] = this.#raw(user, item)
    })
  }

  #raw(user: number, item: number): number {
    const { layers } = this.parts
    let x = this.#outputs[0]!
    const [u, i] = [user * x.length, item * x.length]
    for (let k = 0; k < x.length; k++) x[k] = this.#userHidden[u + k]! + this.#itemHidden[i + k]!
    for (let layer = 1; layer < layers.length; layer++) {
      for (let k = 0; k < x.length; k++) if (x[k]! < 0) x[k] = 0
      multiply(layers[layer]!, x, this.#outputs[layer]!)
      x = this.#outputs[layer]!
    }
    return x[0]!
  }
}

/** What there is to say to someone who wants to look into a network. */
export const noSuchPart = (method: 'bias' | 'weight'): OnecycleError =>
  new OnecycleError(
    method === 'bias' ? 'NO_BIAS' : 'NO_FACTORS',
    `${method}(): the rows of this network (useNN) have no bias and no factors with a meaning of their own; ` +
      'train the dot-bias model (without useNN) to look inside',
  )

/** Rows of a table through the first layer's columns for them; row 0 is the mean of the others first. */
function hiddenOf(
  table: NdArray<Float32Array>,
  layer: DenseLayer,
  columns: { from: number; withBias: boolean },
): Float32Array {
  const [rows, width] = table.shape as [number, number]
  const hidden = new Float32Array(rows * layer.bias.length)
  const mean = averageRow({ weight: table.data, bias: new Float32Array(rows) }, width)
  for (let row = 0; row < rows; row++) {
    const x = row === 0 ? Float32Array.from(mean.weight) : table.data.subarray(row * width, (row + 1) * width)
    multiply(layer, x, hidden.subarray(row * layer.bias.length, (row + 1) * layer.bias.length), columns)
  }
  return hidden
}

function checkNeuralParts({
  users,
  items,
  rated,
  userWeight,
  itemWeight,
  layers,
  yRange,
}: NeuralParts): void {
  const widths = [userWeight.shape[1] ?? NaN, itemWeight.shape[1] ?? NaN] as const
  checkSizes([
    ['userWeight', userWeight.shape, [users.size, widths[0]]],
    ['itemWeight', itemWeight.shape, [items.size, widths[1]]],
    ['rated.offsets', [rated.offsets.length], [users.size + 1]],
  ])
  checkDenseLayers(layers, widths[0] + widths[1])
  checkFinite({ userWeight: userWeight.data, itemWeight: itemWeight.data })
  for (const [i, { weight, bias }] of layers.entries())
    checkFinite({ [`layer ${i} weight`]: weight.data, [`layer ${i} bias`]: bias })
  checkRange(yRange)
}
