import type { NdArray, Parameter } from '@onecycle/tensor-core'
import type { Dataset, Hypers, LossValue } from '@onecycle/learner'

/** The three parts of a row: values, and Adam's first and second moments. */
export type RowPart = 'p' | 'm' | 'v'

/** A stretch of schedule, for users and for items: the hyperparameters of its steps 1, 2, ... */
export interface Stretch {
  readonly user: readonly Hypers[]
  /** The same array as `user` where one layer group trains both. */
  readonly item: readonly Hypers[]
  /** Adam steps made before the stretch. */
  readonly stepsBefore: number
}

/** The columns of one batch: indices, ratings. */
export interface RatingColumns {
  readonly users: ArrayLike<number>
  readonly items: ArrayLike<number>
  readonly ratings: ArrayLike<number>
}

/**
 * The device of `DotBiasStep`: it keeps the tables of an `EmbeddingDotBias` with their moments, and knows how
 * to train on batches, but nothing of forecasts, checkpoints or who else changes the model.
 *
 * Rows are left alone until a batch touches them, so their values are good between `endStretch` and the next
 * batch only. Steps are counted within a stretch: t = 0 before the first.
 */
export interface DotBiasEngine {
  /** Factors of users and of items, then biases: the order in which `read` and `write` number them. */
  readonly parameters: readonly Parameter[]
  beginStretch(stretch: Stretch): void
  /** One step, number t + 1 of the stretch. */
  train(batch: RatingColumns, t: number): LossValue
  /**
   * Steps t + 1, t + 2, ... on the rows of `order`, `size` to a batch; gives the loss of each.
   *
   * @throws OnecycleError `BAD_DATASET`
   */
  trainRun(dataset: Dataset, order: Uint32Array, size: number, t: number): ArrayLike<LossValue>
  /** Brings all rows up to date, after `t` steps of the stretch. */
  endStretch(t: number): void
  /** Predictions for pairs of indices, after `endStretch` only. */
  predict(users: NdArray['data'], items: NdArray['data']): NdArray | Promise<NdArray>
  /** One part of a parameter's rows, in its shape. */
  read(parameter: number, part: RowPart): Float32Array | Promise<Float32Array>
  write(parameter: number, part: RowPart, values: ArrayLike<number>): void
  /** Losses are delivered after this, and a device that failed has thrown. */
  settle(): Promise<void>
  dispose(): void
}
