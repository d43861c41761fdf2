import type { NdArray, Parameter } from '@onecycle/tensor-core'
import type { Dataset, Hypers, LossValue } from '@onecycle/learner'

/** The three parts of a row: values, and Adam's first and second moments. */
export type RowPart = 'p' | 'm' | 'v'

/** A stretch of schedule: the hyperparameters of its steps 1, 2, ...; the same array where one layer group trains several. */
export interface Stretch {
  /** Of users' factors. */
  readonly user: readonly Hypers[]
  readonly item: readonly Hypers[]
  readonly userBias: readonly Hypers[]
  readonly itemBias: readonly Hypers[]
  /** Of the implicit term; undefined without. */
  readonly implicit: readonly Hypers[] | undefined
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
  /** Factors of users and of items, then biases, then the tables of the implicit term: the order of `read` and `write`. */
  readonly parameters: readonly Parameter[]
  /** A step with more momentum needs a stretch of its own. */
  readonly highestMom: number
  beginStretch(stretch: Stretch): void
  /** One step, number t + 1 of the stretch. */
  train(batch: RatingColumns, t: number): LossValue
  /** How many batches of this size the device likes to get in one run; undefined: some thousand ratings. */
  batchesInRun?(size: number): number
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
  /** One part of all rows, an array a parameter; written into those of an earlier call, where given. */
  read(
    part: RowPart,
    into?: readonly Float32Array[],
  ): readonly Float32Array[] | Promise<readonly Float32Array[]>
  write(part: RowPart, values: readonly Float32Array[]): void
  /** Gradients of the implicit tables, summed over the batches since their last step; without a term, none. */
  readonly implicit: {
    readGradients(): Float32Array[]
    writeGradients(values: readonly Float32Array[]): void
  } | null
  /**
   * Waits where the device has fallen behind: the next run may be announced after this. A device that works by
   * itself lets the host do something `meanwhile`.
   */
  keepPace(meanwhile: () => void): Promise<void>
  dispose(): void
}
