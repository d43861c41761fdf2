import type { Scalar, Tensor } from '@tensorflow/tfjs'
import type { Module } from '@onecycle/tensor-core'
import type { Batch } from './data/dataset.ts'
import type { LearnerState } from './learner-state.ts'
import type { Hypers } from './train-step.ts'

/** Where a fit stands. Callbacks read it; they may change `hypers` and call `stop`. */
export interface FitContext {
  /** The model that learns. */
  readonly model: Module
  /** 0-based, and their number. */
  epoch: number
  readonly epochs: number
  /** 0-based within the epoch, and their number an epoch. */
  batch: number
  readonly batches: number
  /** 0-based over the whole fit, and their number. */
  iteration: number
  readonly iterations: number
  /** In force for the coming batch, one for each layer group. Reset from the schedules before each batch. */
  readonly hypers: Hypers[]
  /** The batch at hand. */
  data: Batch | undefined
  /** Training loss so far, smoothed (see Recorder); NaN before the first batch. */
  trainLoss: number
  /** Of the last validation; null before the first. */
  validLoss: number | null
  /** Of the last validation, by name. */
  readonly metrics: Record<string, number>
  /** All that is needed to go on from the end of this epoch; for afterEpoch. */
  readonly snapshot: () => Promise<LearnerState>
  /** In beforeBatch: leaves this batch out. */
  readonly skipBatch: () => void
  /** Ends the training of this epoch; its validation still comes. */
  readonly skipEpoch: () => void
  /** Ends the fit after the event at hand (an epoch under way is not validated); what was learned stays. */
  readonly stop: () => void
}

type Handler = (context: FitContext) => void | Promise<void>

/**
 * Events of a fit, in the order in which they come; every handler may be asynchronous. afterFit always
 * comes, also when the fit ends by an error.
 *
 * afterBatches comes after each batch or, where a fused engine trains many in one call because no callback
 * asks for single ones, after many: for whoever only wants to show how things go. There, batch and
 * iteration count what is done.
 */
export const events = [
  'beforeFit',
  'beforeEpoch',
  'beforeTrain',
  'beforeBatch',
  'afterBatch',
  'afterBatches',
  'afterTrain',
  'beforeValidate',
  'afterValidate',
  'afterEpoch',
  'afterFit',
] as const

export type EventName = (typeof events)[number]

/**
 * What a callback may do within a step of the autodiff engine. These run inside the gradient's scope: they
 * are synchronous, and tensors they want to keep they must `tf.keep`. A fit with such a callback cannot use
 * a fused engine.
 */
export interface StepHooks {
  /** Sees the model's outputs. */
  afterPred?(predictions: Tensor, context: FitContext): void
  /** Sees the loss. */
  afterLoss?(loss: Scalar, context: FitContext): void
  /**
   * Gets the gradient of each parameter that learns (null where there is none) and gives back those that the
   * optimizer is to use, of which it is the owner from now on; null leaves the optimizer out of this step.
   * A list that is not given back is for the callback to dispose.
   */
  afterBackward?(gradients: Gradients, context: FitContext): Gradients | null
}

/** In the order of the parameters of all layer groups. */
export type Gradients = readonly (Tensor | null)[]

/** Something that happens beside the training: it has handlers for the events it cares about. */
export type Callback = {
  /** For messages. */
  readonly name?: string
  /** Callbacks run from low to high. Default 0; the recorder has -10. */
  readonly order?: number
} & { [Event in EventName]?: Handler } & StepHooks
