import { initBackend, backendInfo, OnecycleError, type Loss, type Module } from '@onecycle/tensor-core'
import { AutodiffStep } from './autodiff-step.ts'
import type { Callback } from './callback.ts'
import type { DataLoaders } from './data/data-loaders.ts'
import type { Metric } from './metrics/metric.ts'
import { adam } from './optim/adam.ts'
import type { OptimizerFactory } from './optim/optimizer.ts'
import { Recorder } from './recorder.ts'
import { oneCycle, type OneCycleOptions } from './schedules/one-cycle.ts'
import { constant, type Schedule } from './schedules/schedule.ts'
import { lrsOfGroups, type LearningRate } from './slice.ts'
import { runFit } from './training-loop.ts'
import { validate } from './validate.ts'
import type { ParameterGroup, TrainStep } from './train-step.ts'

export interface LearnerOptions {
  readonly lossFn: Loss
  readonly metrics?: readonly Metric[]
  /** Weight decay. Default 0.01. */
  readonly wd?: number
  /** Default Adam with fast.ai's betas. */
  readonly optimizer?: OptimizerFactory
  /** Active in every fit. */
  readonly callbacks?: readonly Callback[]
}

export interface FitOptions {
  /** Weight decay of this fit. Default: the learner's. */
  readonly wd?: number
  /** Active in this fit, besides the learner's. */
  readonly callbacks?: readonly Callback[]
  /** Ends the fit by an error at the next batch; what was learned stays. */
  readonly signal?: AbortSignal
}

/** A model, its data and how it learns. */
export class Learner {
  readonly dls: DataLoaders
  readonly model: Module
  readonly recorder = new Recorder()
  readonly #options: LearnerOptions
  #step: TrainStep | undefined

  constructor(dls: DataLoaders, model: Module, options: LearnerOptions) {
    this.dls = dls
    this.model = model
    this.#options = options
  }

  /** Layer groups, first layers first. */
  get groups(): readonly ParameterGroup[] {
    return [{ parameters: this.model.parameters() }]
  }

  /**
   * Trains for `epochs` passes over the training data at a constant learning rate and momentum 0.9.
   *
   * @throws OnecycleError `BAD_EPOCHS`, `BAD_LR`, `LOSS_NOT_FINITE`
   */
  async fit(epochs: number, lr: LearningRate = 3e-3, options: FitOptions = {}): Promise<void> {
    const lrs = lrsOfGroups(lr, this.groups.length)
    await this.#run(
      epochs,
      lrs.map((rate) => ({ lr: constant(rate), mom: constant(0.9) })),
      options,
    )
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
    const lrs = lrsOfGroups(lrMax, this.groups.length)
    await this.#run(
      epochs,
      lrs.map((max) => oneCycle(max, options)),
      options,
    )
  }

  /** Loss and metrics on the validation data. */
  async validate(): Promise<{ loss: number; metrics: Record<string, number> }> {
    return validate(await this.#ready(), this.dls.valid, this.#options.metrics ?? [])
  }

  /** Frees the model's and the optimizer's device memory. */
  dispose(): void {
    this.#step?.dispose()
    this.model.dispose()
  }

  async #run(
    epochs: number,
    schedules: readonly { lr: Schedule; mom: Schedule }[],
    options: FitOptions,
  ): Promise<void> {
    if (!Number.isInteger(epochs) || epochs < 1) {
      throw new OnecycleError('BAD_EPOCHS', `epochs is ${epochs}; expected an integer of at least 1`, {
        epochs,
      })
    }
    const wd = constant(options.wd ?? this.#options.wd ?? 0.01)
    await runFit(await this.#ready(), this.dls, {
      epochs,
      firstEpoch: 0,
      schedules: schedules.map((group) => ({ ...group, wd })),
      callbacks: [...(this.#options.callbacks ?? []), ...(options.callbacks ?? [])],
      metrics: this.#options.metrics ?? [],
      recorder: this.recorder,
      signal: options.signal,
    })
  }

  /** The step, made at its first use: only then is a backend needed. */
  async #ready(): Promise<TrainStep> {
    if (!backendInfo()) await initBackend()
    const { lossFn, optimizer = adam() } = this.#options
    return (this.#step ??= new AutodiffStep(this.model, lossFn, optimizer(), this.groups))
  }
}
