import { Generator, OnecycleError } from '@onecycle/tensor-core'
import { DataLoader } from './data-loader.ts'
import type { Batch, Dataset } from './dataset.ts'

export interface DataLoadersOptions {
  /** Default 64. */
  readonly batchSize?: number
  /** Seeds the order of the training batches. Default 42. */
  readonly seed?: number
  /** Leave the last, smaller batch out of training. Default true. */
  readonly dropLast?: boolean
}

/** What a learner learns from, and what it is checked on. */
export class DataLoaders {
  readonly train: DataLoader
  readonly valid: DataLoader

  /** @throws OnecycleError `BAD_BATCH_SIZE`, `EMPTY_DATASET` */
  constructor(
    train: Dataset,
    valid: Dataset,
    { batchSize = 64, seed = 42, dropLast = true }: DataLoadersOptions = {},
  ) {
    this.train = new DataLoader(train, { batchSize, shuffle: new Generator(seed), dropLast })
    this.valid = new DataLoader(valid, { batchSize })
    if (this.train.length === 0) {
      throw new OnecycleError(
        'EMPTY_DATASET',
        `${train.length} training rows make no batch of ${batchSize}: give more rows, a smaller batchSize, or dropLast: false`,
        { rows: train.length, batchSize },
      )
    }
  }

  /** The first training batch of a pass, to look at. Draws one order from the shuffling generator. */
  oneBatch(): Batch {
    const [first] = this.train
    return first!
  }
}
