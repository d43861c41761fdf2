import {
  backendInfo,
  initBackend,
  ndArray,
  OnecycleError,
  type Loss,
  type Module,
  type NdArray,
} from '@onecycle/tensor-core'
import { AutodiffStep } from './autodiff-step.ts'
import type { Callback } from './callback.ts'
import { checkOptions } from './check-options.ts'
import type { DataLoader } from './data/data-loader.ts'
import type { DataLoaders } from './data/data-loaders.ts'
import {
  fitRules,
  flatCosineRules,
  learnerRules,
  lrFindRules,
  oneCycleRules,
  warmRestartRules,
} from './learner-options.ts'
import { freezeTo, oneGroup, parameterGroups, type Splitter } from './layer-groups.ts'
import { generatorsOf, restoreGenerators, type LearnerState } from './learner-state.ts'
import { LrFindResult, stopWhenDiverging, type LrFindOptions } from './lr-find.ts'
import type { Metric } from './metrics/metric.ts'
import { adam } from './optim/adam.ts'
import type { OptimizerFactory } from './optim/optimizer.ts'
import { activate, predictAll, resultsTable, type Predictions } from './predictions.ts'
import { Recorder } from './recorder.ts'
import { oneCycle, type OneCycleOptions } from './schedules/one-cycle.ts'
import { constant, flatCosine, warmRestarts, type Schedule } from './schedules/schedule.ts'
import { lrsOfGroups, type LearningRate } from './slice.ts'
import { seesInside } from './step-observer.ts'
import { runFit } from './training-loop.ts'
import type { ParameterGroup, TrainStep } from './train-step.ts'
import { validate } from './validate.ts'

/** One weight decay for all layer groups, or one a group. */
export type WeightDecay = number | readonly number[]

export interface LearnerOptions {
  readonly lossFn: Loss
  readonly metrics?: readonly Metric[]
  /** Weight decay, one for all or one a layer group. Default 0.01. */
  readonly wd?: WeightDecay
  /** Default Adam with fast.ai's betas. */
  readonly optimizer?: OptimizerFactory
  /** Active in every fit. */
  readonly callbacks?: readonly Callback[]
  /** Cuts the model into layer groups. Default: one group; `bodyAndHead()` makes the course's three. */
  readonly splitter?: Splitter
  /** Batch-norm layers learn in frozen groups, too. Default true. */
  readonly trainBn?: boolean
}

export interface FitOptions {
  /** Weight decay of this fit, one for all or one a layer group. Default: the learner's. */
  readonly wd?: WeightDecay
  /** Active in this fit, besides the learner's. */
  readonly callbacks?: readonly Callback[]
  /** Ends the fit by an error at the next batch; what was learned stays. */
  readonly signal?: AbortSignal
  /**
   * Goes on with a fit from a checkpoint of it; all other arguments are those of the first call. Callbacks
   * begin anew: what they have counted (patience, say) is not in the checkpoint.
   */
  readonly resume?: LearnerState
}

/** Learning rate and momentum of a layer group over a fit. */
export interface GroupSchedules {
  readonly lr: Schedule
  /** Default: 0.9 throughout. */
  readonly mom?: Schedule
}

/** A model, its data and how it learns. */
export class Learner {
  readonly dls: DataLoaders
  readonly model: Module
  readonly lossFn: Loss
  readonly recorder = new Recorder()
  /** Layer groups, first layers first. */
  readonly groups: readonly ParameterGroup[]
  /** Makes the optimizer. */
  protected readonly optimizer: OptimizerFactory
  readonly #options: LearnerOptions
  readonly #modules: readonly (readonly Module[])[]
  #step: TrainStep | undefined

  constructor(dls: DataLoaders, model: Module, options: LearnerOptions) {
    checkOptions('Learner', options, learnerRules)
    this.dls = dls
    this.model = model
    this.lossFn = options.lossFn
    this.optimizer = options.optimizer ?? adam()
    this.#options = options
    this.#modules = (options.splitter ?? oneGroup)(model)
    this.groups = parameterGroups(this.#modules)
  }

  /** Only the last layer group learns (and batch-norm layers, unless `trainBn` is false). */
  freeze(): void {
    if (this.groups.length < 2) {
      throw new OnecycleError(
        'BAD_GROUP',
        'freeze() needs at least two layer groups; this model has one: give a splitter',
      )
    }
    this.freezeTo(-1)
  }

  /** All layer groups learn. */
  unfreeze(): void {
    this.freezeTo(0)
  }

  /**
   * Layer groups before number `n` (negative: counted from the end) do not learn; the optimizer starts anew.
   *
   * @throws OnecycleError `BAD_GROUP`
   */
  freezeTo(n: number): void {
    freezeTo(this.#modules, n, this.#options.trainBn ?? true)
    this.#step?.dispose()
    this.#step = undefined
  }

  /**
   * Trains for `epochs` passes over the training data at a constant learning rate and momentum 0.9.
   *
   * @throws OnecycleError `BAD_EPOCHS`, `BAD_LR`, `LOSS_NOT_FINITE`
   */
  async fit(epochs: number, lr: LearningRate = 3e-3, options: FitOptions = {}): Promise<void> {
    checkOptions('fit', options, fitRules)
    await this.#fitGroups(epochs, lr, (rate) => ({ lr: constant(rate) }), options)
  }

  /**
   * Trains with the one-cycle policy: the learning rate goes up to `lrMax` and down to almost nothing.
   *
   * @throws OnecycleError `BAD_EPOCHS`, `BAD_LR`, `BAD_HYPER`, `LOSS_NOT_FINITE`
   */
  async fitOneCycle(
    epochs: number,
    lrMax: LearningRate = 3e-3,
    options: FitOptions & OneCycleOptions = {},
  ): Promise<void> {
    checkOptions('fitOneCycle', options, oneCycleRules)
    await this.#fitGroups(epochs, lrMax, (rate) => oneCycle(rate, options), options)
  }

  /** Trains at a constant rate for `pctStart` of the fit (default 0.75), then down a cosine. */
  async fitFlatCosine(
    epochs: number,
    lr: LearningRate = 3e-3,
    options: FitOptions & { pctStart?: number; divFinal?: number } = {},
  ): Promise<void> {
    checkOptions('fitFlatCosine', options, flatCosineRules)
    await this.#fitGroups(epochs, lr, (rate) => ({ lr: flatCosine(rate, options) }), options)
  }

  /** Trains with warm restarts: `cycles` cycles, the first of `cycleLength` epochs, each `mult` times the last. */
  async fitWarmRestarts(
    cycles: number,
    cycleLength: number,
    lrMax: LearningRate = 3e-3,
    options: FitOptions & { mult?: number } = {},
  ): Promise<void> {
    checkOptions('fitWarmRestarts', options, warmRestartRules)
    const { mult = 2 } = options
    const epochs = Array.from({ length: cycles }, (_, i) => cycleLength * mult ** i).reduce(
      (sum, n) => sum + n,
      0,
    )
    await this.#fitGroups(epochs, lrMax, (rate) => ({ lr: warmRestarts(rate, { cycles, mult }) }), options)
  }

  /** Trains by schedules of your own, one entry a layer group. @throws OnecycleError `BAD_LR` */
  async fitSchedules(
    epochs: number,
    schedules: readonly GroupSchedules[],
    options: FitOptions = {},
  ): Promise<void> {
    if (schedules.length !== this.groups.length) {
      throw new OnecycleError(
        'BAD_LR',
        `${schedules.length} schedules were given for ${this.groups.length} layer groups`,
      )
    }
    if (!Number.isInteger(epochs) || epochs < 1) {
      throw new OnecycleError('BAD_EPOCHS', `epochs is ${epochs}; expected an integer of at least 1`, {
        epochs,
      })
    }
    const { resume } = options
    const firstEpoch = resume?.progress?.epoch ?? 0
    if (firstEpoch >= epochs && resume) {
      throw new OnecycleError(
        'BAD_CHECKPOINT',
        `the checkpoint has ${firstEpoch} of ${epochs} epochs done: nothing is left`,
      )
    }
    const callbacks = [...(this.#options.callbacks ?? []), ...(options.callbacks ?? [])]
    const step = await this.#ready(callbacks)
    if (resume) {
      await this.loadState(resume)
      if (resume.progress) this.recorder.resume(resume.progress.history)
    }
    await runFit(step, {
      ...this.#plan(schedules, options),
      valid: this.dls.valid,
      epochs,
      firstEpoch,
      callbacks,
      metrics: this.#options.metrics ?? [],
      recorder: this.recorder,
    })
  }

  /**
   * Trains for a moment with a learning rate that grows from tiny to huge, and gives the curve of the loss.
   * Model, optimizer and random state are put back afterwards, whatever happens.
   */
  async lrFind(options: LrFindOptions = {}): Promise<LrFindResult> {
    checkOptions('lrFind', options, lrFindRules)
    const { start = 1e-7, end = 10, numIt = 100, stopDiv = true } = options
    if (!Number.isInteger(numIt) || numIt < 6) {
      throw new OnecycleError('BAD_NUM_IT', `numIt is ${numIt}; expected an integer of at least 6`, { numIt })
    }
    const saved = await this.state()
    const recorder = new Recorder({ onDivergence: 'stop' })
    const rising: Schedule = (iteration) => start * (end / start) ** (iteration / numIt)
    try {
      await runFit(await this.#ready(), {
        ...this.#plan(
          this.groups.map(() => ({ lr: rising })),
          options,
        ),
        valid: null,
        epochs: Math.ceil(numIt / this.dls.train.length),
        firstEpoch: 0,
        callbacks: [stopWhenDiverging(recorder, numIt, stopDiv)],
        metrics: [],
        recorder,
      })
    } finally {
      await this.loadState(saved)
    }
    return new LrFindResult(recorder, numIt)
  }

  /** Loss and metrics on the validation data, or on those of another loader. */
  async validate(
    loader: DataLoader = this.dls.valid,
  ): Promise<{ loss: number; metrics: Record<string, number> }> {
    return validate(await this.#ready(), loader, this.#options.metrics ?? [])
  }

  /**
   * Predictions for the validation data (or another loader's), after the activation that belongs to the
   * loss: softmax for cross-entropy. A loss of your own that names no `activation` gets none, and a warning.
   */
  async getPreds(loader: DataLoader = this.dls.valid): Promise<Predictions> {
    return predictAll(await this.#ready(), loader, this.lossFn)
  }

  /**
   * The prediction for one item: its inputs without the side of the batch.
   *
   * @returns `raw` outputs, `output` after the loss's activation, and `decoded`: the number of the most likely
   *   class where there are several outputs, else the output itself
   */
  async predict(...inputs: readonly NdArray[]): Promise<{ decoded: number; output: NdArray; raw: NdArray }> {
    const step = await this.#ready()
    const raw = await step.predict(inputs.map(({ data, shape }) => ndArray(data, [1, ...shape])))
    const output = await activate(raw, this.lossFn)
    const { data } = output
    const decoded = data.length === 1 ? data[0]! : data.indexOf(Math.max(...data))
    return {
      decoded,
      output: ndArray(data, output.shape.slice(1)),
      raw: ndArray(raw.data, raw.shape.slice(1)),
    }
  }

  /** The first `n` validation rows, target beside prediction, as a table to print. */
  async showResults(n = 9): Promise<string> {
    return resultsTable(await this.getPreds(), n)
  }

  /** All that has been learned and is remembered, in host memory. */
  async state(): Promise<LearnerState> {
    const step = await this.#ready()
    await step.sync()
    return {
      model: await this.model.stateDict(),
      optimizer: await step.state(),
      generators: generatorsOf(this.dls, this.model).map((generator) => generator.state()),
    }
  }

  /** Puts back what {@link state} gave. @throws OnecycleError `STATE_MISMATCH`, `BAD_CHECKPOINT`, `BAD_OPTIMIZER_STATE` */
  async loadState({ model, optimizer, generators }: LearnerState): Promise<void> {
    const step = await this.#ready()
    this.model.loadStateDict(model)
    restoreGenerators(generatorsOf(this.dls, this.model), generators)
    step.load(optimizer)
  }

  /** Frees the model's and the optimizer's device memory. */
  dispose(): void {
    this.#step?.dispose()
    this.model.dispose()
  }

  #fitGroups(
    epochs: number,
    lr: LearningRate,
    schedulesOf: (rate: number) => GroupSchedules,
    options: FitOptions,
  ): Promise<void> {
    return this.fitSchedules(epochs, lrsOfGroups(lr, this.groups.length).map(schedulesOf), options)
  }

  /** What is the same for training and for the lr finder. */
  #plan(schedules: readonly GroupSchedules[], { wd, signal }: { wd?: WeightDecay; signal?: AbortSignal }) {
    const decays = this.#decays(wd ?? this.#options.wd ?? 0.01)
    return {
      model: this.model,
      train: this.dls.train,
      schedules: schedules.map(({ lr, mom = constant(0.9) }, i) => ({ lr, mom, wd: constant(decays[i]!) })),
      signal,
      state: () => this.state(),
    }
  }

  /** The weight decay of each layer group. @throws OnecycleError `BAD_OPTION` */
  #decays(wd: WeightDecay): readonly number[] {
    const { length } = this.groups
    if (typeof wd === 'number') return Array<number>(length).fill(wd)
    if (wd.length === length) return wd
    const message = `wd has ${wd.length} numbers; the model has ${length} layer groups`
    throw new OnecycleError('BAD_OPTION', message, { wd })
  }

  /**
   * Makes the step that trains the model. A domain with a fused engine overrides it.
   *
   * @param needsGradients a callback wants to see inside the step, which only the autodiff step allows
   */
  protected async makeStep(_: { needsGradients: boolean }): Promise<TrainStep> {
    if (!backendInfo()) await initBackend()
    return new AutodiffStep(this.model, this.lossFn, this.optimizer(), this.groups)
  }

  /** The step at hand, made at its first use, and made anew (with the optimizer's memory) for another need. */
  async #ready(callbacks: readonly Callback[] = []): Promise<TrainStep> {
    const needsGradients = callbacks.some(seesInside)
    if (this.#step && (!needsGradients || this.#step.givesGradients)) return this.#step
    const made = await this.makeStep({ needsGradients })
    if (this.#step) {
      await this.#step.sync()
      made.load(await this.#step.state())
      this.#step.dispose()
    }
    this.#step = made
    return made
  }
}
