import { Generator, mse, ndArray, OnecycleError, webgpu, type NdArray } from '@onecycle/tensor-core'
import { Learner, type LearnerOptions, type TrainStep } from '@onecycle/learner'
import type { CollabDataLoaders } from './collab-data-loaders.ts'
import { canTrain, DotBiasStep } from './engine/dot-bias-step.ts'
import { WasmDotBias } from './engine/wasm-dot-bias.ts'
import { WebgpuDotBias } from './engine/webgpu/webgpu-dot-bias.ts'
import { EmbeddingDotBias, type YRange } from './models/embedding-dot-bias.ts'
import {
  neuralCollabLearner,
  type NeuralCollabLearner,
  type NeuralCollabLearnerOptions,
} from './models/neural-collab-learner.ts'
import type { RawId } from './ratings.ts'
import { Recommender } from './recommender.ts'

export interface CollabLearnerOptions extends Omit<LearnerOptions, 'lossFn'> {
  /** Latent factors: the width of the embeddings. Default 50. */
  readonly nFactors?: number
  /**
   * Predictions lie strictly between the two, so take a little more than the highest rating: [0, 5.5] for
   * one to five stars. Default null: no limits.
   */
  readonly yRange?: YRange | null
  /** Seeds the model's start. Default 42. */
  readonly seed?: number
  /**
   * `auto` (default) trains with the fused engine wherever it can: Adam with decoupled decay, no callback
   * that looks inside a step. `autodiff` forces the reference, TensorFlow.js.
   */
  readonly engine?: 'auto' | 'autodiff'
}

export type Side = 'user' | 'item'

/** What was asked for, in the order asked; ids that the model does not know are left out and named. */
export interface BiasValues {
  readonly values: Float32Array
  readonly unknown: readonly RawId[]
}

/** As {@link BiasValues}, one row of latent factors an id: `[ids, factors]`. */
export interface WeightValues {
  readonly values: NdArray<Float32Array>
  readonly unknown: readonly RawId[]
}

/** A learner for ratings that can be asked what it has learned. */
export class CollabLearner extends Learner {
  declare readonly dls: CollabDataLoaders
  declare readonly model: EmbeddingDotBias
  readonly #engine: 'auto' | 'autodiff'

  constructor(
    dls: CollabDataLoaders,
    model: EmbeddingDotBias,
    options: LearnerOptions,
    engine: 'auto' | 'autodiff',
  ) {
    super(dls, model, options)
    this.#engine = engine
  }

  protected override async makeStep(need: { needsGradients: boolean }): Promise<TrainStep> {
    const { adam } = this.optimizer
    const fused = this.#engine === 'auto' && !need.needsGradients && adam && canTrain(this.model, this.groups)
    if (!fused) return super.makeStep(need)
    const card = webgpu()
    if (!card) return new DotBiasStep(new WasmDotBias(this.model, adam), this.groups)
    // The step reads parameters at once, which a card does not allow: they go back to the host.
    for (const parameter of this.model.parameters()) parameter.set(await parameter.data())
    return new DotBiasStep(new WebgpuDotBias(card, this.model, adam), this.groups)
  }

  /** The learned bias of items (or users): how good (or generous) they are beyond what taste explains. */
  async bias(ids: readonly RawId[], { side = 'item' }: { side?: Side } = {}): Promise<BiasValues> {
    return (await this.recommender()).bias(ids, { side })
  }

  /** The learned latent factors of items (or users). */
  async weight(ids: readonly RawId[], { side = 'item' }: { side?: Side } = {}): Promise<WeightValues> {
    return (await this.recommender()).weight(ids, { side })
  }

  /** The model as it is now, in host memory, ready to serve and to save. */
  async recommender(metadata: Readonly<Record<string, string>> = {}): Promise<Recommender> {
    const { uWeight, iWeight, uBias, iBias, yRange } = this.model
    const [userWeight, itemWeight, userBias, itemBias] = await Promise.all(
      [uWeight, iWeight, uBias, iBias].map(({ weight }) => weight.data()),
    )
    return new Recommender({
      users: this.dls.users,
      items: this.dls.items,
      rated: this.dls.rated,
      userWeight: ndArray(userWeight!, uWeight.weight.shape),
      itemWeight: ndArray(itemWeight!, iWeight.weight.shape),
      userBias: userBias!,
      itemBias: itemBias!,
      yRange,
      metadata,
    })
  }
}

/**
 * A learner for ratings with mean squared error: the lesson's model, embeddings with biases, or with `useNN`
 * a network over concatenated embeddings.
 *
 * @example
 * const learn = await collabLearner(dls, { nFactors: 40, yRange: [0, 5.5], wd: 0.1 })
 * await learn.fitOneCycle(5, 5e-3)
 * @throws OnecycleError `BAD_FACTORS`, `BAD_Y_RANGE`; with `useNN` also `FACTORS_WITH_NN` (its widths are
 *   `embeddingSizes` and `layers`), `BAD_LAYERS`, `BAD_PROBABILITY`
 */
export async function collabLearner(
  dls: CollabDataLoaders,
  options: NeuralCollabLearnerOptions & { readonly useNN: true },
): Promise<NeuralCollabLearner>
export async function collabLearner(
  dls: CollabDataLoaders,
  options?: CollabLearnerOptions & { readonly useNN?: false },
): Promise<CollabLearner>
export async function collabLearner(
  dls: CollabDataLoaders,
  {
    useNN = false,
    ...options
  }: (CollabLearnerOptions | NeuralCollabLearnerOptions) & { readonly useNN?: boolean } = {},
): Promise<CollabLearner | NeuralCollabLearner> {
  checkYRange(options.yRange ?? null)
  return useNN ? neuralCollabLearner(dls, options) : dotBiasLearner(dls, options)
}

function dotBiasLearner(dls: CollabDataLoaders, options: CollabLearnerOptions): CollabLearner {
  const { nFactors = 50, yRange = null, seed = 42, engine = 'auto', ...learnerOptions } = options
  if (!Number.isInteger(nFactors) || nFactors < 1) {
    throw new OnecycleError('BAD_FACTORS', `nFactors is ${nFactors}; expected an integer of at least 1`, {
      nFactors,
    })
  }
  const model = new EmbeddingDotBias({
    nFactors,
    users: dls.users.size,
    items: dls.items.size,
    yRange,
    rng: new Generator(seed),
  })
  return new CollabLearner(dls, model, { ...learnerOptions, lossFn: mse }, engine)
}

function checkYRange(yRange: YRange | null): void {
  if (yRange && !(Number.isFinite(yRange[0]) && Number.isFinite(yRange[1]) && yRange[0] < yRange[1])) {
    throw new OnecycleError(
      'BAD_Y_RANGE',
      `yRange is [${yRange.join(', ')}]; expected [low, high] with low < high`,
      { yRange },
    )
  }
}
