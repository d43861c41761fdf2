import type { NdArray, Parameter } from '@onecycle/tensor-core'
import type { Scalar, Tensor } from '@tensorflow/tfjs'
import type { Gradients } from './callback.ts'
import type { Batch, Dataset } from './data/dataset.ts'
import type { OptimizerState } from './optim/optimizer.ts'

/** Parameters that are trained with the same learning rate: a layer group. */
export interface ParameterGroup {
  readonly parameters: readonly Parameter[]
}

/** What a schedule may change from one batch to the next, for one layer group. */
export interface Hypers {
  lr: number
  /** Momentum; Adam's beta1. */
  mom: number
  /** Weight decay. */
  wd: number
}

/** What the callbacks of a fit want to see within its steps; without any, the list is not there. */
export interface StepObserver {
  afterPred(predictions: Tensor): void
  afterLoss(loss: Scalar): void
  afterBackward(gradients: Gradients): Gradients | null
}

/** A loss that a CPU knows at once and a GPU delivers by the next `sync()`. */
export type LossValue = number | Promise<number>

export interface Evaluation {
  readonly loss: LossValue
  /** The model's raw outputs, `[size, ...]`. */
  readonly predictions: NdArray | Promise<NdArray>
}

/**
 * The one thing the training loop needs from a model: a way to make a step. `AutodiffStep` makes one of any
 * module; fused engines make their own.
 */
export interface TrainStep {
  /** Layer groups, first layers first. */
  readonly groups: readonly ParameterGroup[]
  /** Whether callbacks may see inside: the hooks of an observer are called. */
  readonly givesGradients: boolean
  /** One optimisation step; `hypers[i]` is for `groups[i]`. */
  train(batch: Batch, hypers: readonly Hypers[], observer?: StepObserver): LossValue
  evaluate(batch: Batch): Evaluation
  /**
   * Fused engines only: says what the schedules give for the coming batches, each layer group's
   * hyperparameters by batch. Callbacks may still change them.
   */
  foresee?(forecast: readonly (readonly Hypers[])[]): void
  /** Fused engines only: how many batches of this size make a good run. Default: some thousand rows. */
  batchesInRun?(batchSize: number): number | undefined
  /**
   * Fused engines only: trains on the rows of `order`, `batchSize` to a batch, with the hyperparameters that
   * were foreseen; gives the loss of each batch. Where a device works on it by itself, `meanwhile` is called: the
   * host has time.
   */
  trainRun?(
    dataset: Dataset,
    order: Uint32Array,
    batchSize: number,
    meanwhile: () => void,
  ): Promise<ArrayLike<LossValue>>
  /** The model's raw outputs for these inputs. */
  predict(inputs: readonly NdArray[]): NdArray | Promise<NdArray>
  /** Losses are delivered and the parameters are up to date for everyone after this. */
  sync(): Promise<void>
  /** What the optimizer remembers, for checkpoints; `sync()` comes first. */
  state(): Promise<OptimizerState>
  /** @throws OnecycleError `BAD_OPTIMIZER_STATE` */
  load(state: OptimizerState): void
  dispose(): void
}
