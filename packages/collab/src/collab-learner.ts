import {
  backendInfo,
  Generator,
  mse,
  ndArray,
  OnecycleError,
  webgpu,
  type NdArray,
} from '@onecycle/tensor-core'
import { adam, Learner, type LearnerOptions, type TrainStep } from '@onecycle/learner'
import type { CollabDataLoaders } from './collab-data-loaders.ts'
import { columnsOf } from './engine/columns-of.ts'
import { canTrain, DotBiasStep } from './engine/dot-bias-step.ts'
import { WasmDotBias } from './engine/wasm-dot-bias.ts'
import { WebgpuDotBias } from './engine/webgpu/webgpu-dot-bias.ts'
import { EmbeddingDotBias, type YRange } from './models/embedding-dot-bias.ts'
import { ImplicitTerm, withGains, type ImplicitSide } from './models/implicit-term.ts'
import { inBlocks } from './models/in-blocks.ts'
import {
  neuralCollabLearner,
  type NeuralCollabLearner,
  type NeuralCollabLearnerOptions,
} from './models/neural-collab-learner.ts'
import { factorsAndBiases } from './models/users-and-items.ts'
import type { RawId } from './ratings.ts'
import { Recommender } from './recommender.ts'

/**
 * A card that `auto` chose trains batches of at least so many ratings; smaller ones train on the CPU. What counts there
 * is latency: a card's kernel calls cost the same for 64 ratings as for thousands. An estimate, until cards are measured.
 */
const smallestCardBatch = 2048

const cpuDevice = 'WebAssembly SIMD, one thread'

export interface CollabLearnerOptions extends Omit<LearnerOptions, 'lossFn'> {
  /** Weight decay of the biases. Default: `wd`. */
  readonly wdBias?: number
  /**
   * Items gain from who has rated them ('item'), users from what they have rated ('user': SVD++), or both: a lower
   * error for about twice the training time, or two and a half times for both. See `EmbeddingDotBias`. Default:
   * neither.
   */
  readonly implicit?: ImplicitSide
  /** Weight decay of the tables of the implicit term, once a step of theirs. Default: `wd`. */
  readonly wdImplicit?: number
  /**
   * The tables of the implicit term make one step in so many batches, with their mean gradient. Default: a twentieth
   * of an epoch.
   */
  readonly implicitEvery?: number
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
  #device: string | undefined

  constructor(
    dls: CollabDataLoaders,
    model: EmbeddingDotBias,
    options: LearnerOptions,
    engine: 'auto' | 'autodiff',
  ) {
    super(dls, model, options)
    this.#engine = engine
  }

  /** What trains the model, for people; undefined before the first training. It may be another than the backend's. */
  get device(): string | undefined {
    return this.#device
  }

  protected override async makeStep(need: { needsGradients: boolean }): Promise<TrainStep> {
    const { adam } = this.optimizer
    const can = canTrain(this.model, this.groups)
    if (this.#engine !== 'auto' || need.needsGradients || !adam || !can.cpu) {
      const step = await super.makeStep(need)
      this.#device = backendInfo()?.device
      return step
    }
    const card = webgpu()
    this.#device = cpuDevice
    if (!card) return new DotBiasStep(new WasmDotBias(this.model, adam), this.groups)
    // The step reads parameters at once, which a card does not allow: they go back to the host.
    for (const parameter of this.model.parameters()) parameter.set(await parameter.data())
    const pays = !backendInfo()!.byItself || this.dls.train.batchSize >= smallestCardBatch
    const onCard = can.card && pays
    if (onCard) this.#device = card.name
    const engine = onCard ? new WebgpuDotBias(card, this.model, adam) : new WasmDotBias(this.model, adam)
    return new DotBiasStep(engine, this.groups)
  }

  /** The learned bias of items (or users): how good (or generous) they are beyond what taste explains. */
  async bias(ids: readonly RawId[], { side = 'item' }: { side?: Side } = {}): Promise<BiasValues> {
    return (await this.recommender()).bias(ids, { side })
  }

  /** The learned latent factors of items (or users). */
  async weight(ids: readonly RawId[], { side = 'item' }: { side?: Side } = {}): Promise<WeightValues> {
    return (await this.recommender()).weight(ids, { side })
  }

  /**
   * The model as it is now, in host memory, ready to serve and to save. What an implicit term gives is part of the
   * factors there, so that it is a dot-bias model like any other.
   */
  async recommender(metadata: Readonly<Record<string, string>> = {}): Promise<Recommender> {
    const { uWeight, iWeight, uBias, iBias, uImplicit, iImplicit, implicit, yRange } = this.model
    const [userWeight, itemWeight, userBias, itemBias, fromUsers, fromItems] = await Promise.all(
      [uWeight, iWeight, uBias, iBias, uImplicit, iImplicit].map(async (table) => table?.weight.data()),
    )
    const [ofUsers, ofItems] = [implicit?.ofUsers, implicit?.ofItems]
    return new Recommender({
      users: this.dls.users,
      items: this.dls.items,
      rated: this.dls.rated,
      userWeight: ndArray(
        ofUsers ? withGains(userWeight!, fromItems!, ofUsers) : userWeight!,
        uWeight.weight.shape,
      ),
      itemWeight: ndArray(
        ofItems ? withGains(itemWeight!, fromUsers!, ofItems) : itemWeight!,
        iWeight.weight.shape,
      ),
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
 * @throws OnecycleError `BAD_FACTORS`, `BAD_Y_RANGE`, `BAD_IMPLICIT`, `BAD_OPTION`; with `useNN` also `FACTORS_WITH_NN` (its widths are
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
  checkYRange(options.yRange ?? null, dls)
  return useNN ? neuralCollabLearner(dls, options) : dotBiasLearner(dls, options)
}

function dotBiasLearner(dls: CollabDataLoaders, options: CollabLearnerOptions): CollabLearner {
  const { nFactors = 50, yRange = null, seed = 42, engine = 'auto', ...more } = options
  const {
    wd = 0.01,
    wdBias,
    wdImplicit,
    implicit,
    implicitEvery,
    optimizer = adam(),
    ...learnerOptions
  } = more
  if (!Number.isInteger(nFactors) || nFactors < 1) {
    throw new OnecycleError('BAD_FACTORS', `nFactors is ${nFactors}; expected an integer of at least 1`, {
      nFactors,
    })
  }
  checkDecays(options)
  if (!['auto', 'autodiff'].includes(engine)) {
    const message = `engine is ${JSON.stringify(engine)}; expected 'auto' or 'autodiff'`
    throw new OnecycleError('BAD_OPTION', message, { engine })
  }
  const [userRows, itemRows] = [dls.users.size, dls.items.size]
  const every = implicitEvery ?? Math.max(1, Math.round(dls.train.length / 20))
  const term = implicit
    ? new ImplicitTerm({ side: implicit, ...columnsOf(dls.train.dataset), every, userRows, itemRows })
    : null
  const model = new EmbeddingDotBias({
    nFactors,
    users: userRows,
    items: itemRows,
    yRange,
    rng: new Generator(seed),
    implicit: term,
  })
  const implicitTables = [model.uImplicit, model.iImplicit].flatMap((table) => (table ? [table.weight] : []))
  const ownDecays = typeof wd === 'number' && (wdBias !== undefined || wdImplicit !== undefined)
  return new CollabLearner(
    dls,
    model,
    {
      ...learnerOptions,
      ...(ownDecays
        ? { wd: [wd, wdBias ?? wd, ...(term ? [wdImplicit ?? wd] : [])], splitter: factorsAndBiases }
        : { wd }),
      optimizer: term ? inBlocks(optimizer, implicitTables, every) : optimizer,
      lossFn: mse,
    },
    engine,
  )
}

/** @throws OnecycleError `BAD_OPTION` for options that make no sense together */
function checkDecays(options: CollabLearnerOptions): void {
  const { implicit, wd, wdBias, wdImplicit, implicitEvery, splitter } = options
  const refuse = (message: string) => {
    throw new OnecycleError('BAD_OPTION', `collabLearner: ${message}`)
  }
  if (!implicit && wdImplicit !== undefined)
    refuse(`wdImplicit is ${wdImplicit}, but there is no implicit term`)
  if (!implicit && implicitEvery !== undefined)
    refuse(`implicitEvery is ${implicitEvery}, but there is no implicit term`)
  if ((splitter || typeof wd === 'object') && (wdBias !== undefined || wdImplicit !== undefined))
    refuse(
      'wdBias and wdImplicit make layer groups of their own; with a splitter, give wd a list instead of them',
    )
}

/** @throws OnecycleError `BAD_Y_RANGE`, also where ratings lie outside: predictions could never come near them */
function checkYRange(yRange: YRange | null, { train, valid }: CollabDataLoaders): void {
  if (!yRange) return
  const [low, high] = yRange
  const refuse = (found: string, expected: string) => {
    const message = `yRange is [${yRange.join(', ')}]${found}; expected ${expected}`
    throw new OnecycleError('BAD_Y_RANGE', message, { yRange })
  }
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high))
    refuse('', '[low, high] with low < high')
  let [count, first] = [0, NaN]
  for (const { dataset } of [train, valid]) {
    const { ratings } = columnsOf(dataset)
    for (let row = 0; row < ratings.length; row++) {
      if (ratings[row]! >= low && ratings[row]! <= high) continue
      if (count++ === 0) first = ratings[row]!
    }
  }
  if (count > 0)
    refuse(`, and ${count} ratings are outside, the first ${first}`, 'a range that has them all, or null')
}
