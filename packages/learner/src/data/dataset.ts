import type { NdArray } from '@onecycle/tensor-core'

/** Some rows of a dataset in host memory: what a model takes and what it should say. */
export interface Batch {
  /** One array for each argument of the model's `forward`, each `[size, ...]`. */
  readonly inputs: readonly NdArray[]
  /** `[size, ...]` */
  readonly targets: NdArray
  readonly size: number
}

/** Rows that can be asked for by number. */
export interface Dataset {
  readonly length: number
  /** The rows at `indices`, in that order, as new arrays. */
  batch(indices: ArrayLike<number>): Batch
}
