import { OnecycleError, type Generator } from '@onecycle/tensor-core'
import type { Batch, Dataset } from './dataset.ts'

export interface DataLoaderOptions {
  /** Default 64. */
  readonly batchSize?: number
  /** Given: each pass is in a new random order drawn from it. Else: in the dataset's order. */
  readonly shuffle?: Generator
  /** Leave a last batch out that is smaller than the others. Default false. */
  readonly dropLast?: boolean
}

/**
 * Batches of a dataset, one pass over it for each `for (const batch of loader)`.
 *
 * @throws OnecycleError `BAD_BATCH_SIZE`
 */
export class DataLoader implements Iterable<Batch> {
  readonly dataset: Dataset
  readonly batchSize: number
  /** Draws the order of each pass; undefined where rows come in the dataset's order. */
  readonly shuffle: Generator | undefined
  readonly #dropLast: boolean

  constructor(dataset: Dataset, { batchSize = 64, shuffle, dropLast = false }: DataLoaderOptions = {}) {
    if (!Number.isInteger(batchSize) || batchSize < 1) {
      throw new OnecycleError(
        'BAD_BATCH_SIZE',
        `batchSize is ${batchSize}; expected an integer of at least 1`,
        { batchSize },
      )
    }
    this.dataset = dataset
    this.batchSize = batchSize
    this.shuffle = shuffle
    this.#dropLast = dropLast
  }

  /** Batches in one pass. */
  get length(): number {
    const batches = this.dataset.length / this.batchSize
    return this.#dropLast ? Math.floor(batches) : Math.ceil(batches)
  }

  *[Symbol.iterator](): IterableIterator<Batch> {
    const { dataset, batchSize } = this
    const order =
      this.shuffle?.permutation(dataset.length) ?? Uint32Array.from({ length: dataset.length }, (_, i) => i)
    for (let i = 0; i < this.length; i++)
      yield dataset.batch(order.subarray(i * batchSize, (i + 1) * batchSize))
  }
}
