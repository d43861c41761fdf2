import { OnecycleError, type Generator } from '@onecycle/tensor-core'
import type { Batch, Dataset } from './dataset.ts'
import { OrderDraw } from './order-draw.ts'

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
  /** Row numbers of a pass that is over: 100 MB for 25 million rows. */
  #spareOrder: Uint32Array | undefined
  /** The order of the next pass, as far as it is drawn ahead. */
  #ahead: OrderDraw | undefined

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
    for (const { order, size } of this.runs()) {
      for (let at = 0; at < order.length; at += size) yield this.dataset.batch(order.subarray(at, at + size))
    }
  }

  /**
   * One pass in runs of so many batches (default: some thousand rows), for engines that train many batches in one
   * call. A smaller last batch is a run of its own. The row numbers hold until the pass ends: a later one is drawn over them.
   */
  *runs(
    batches = Math.floor(16_384 / this.batchSize),
  ): IterableIterator<{ readonly order: Uint32Array; readonly size: number }> {
    const { batchSize } = this
    const all = this.#takeOrder()
    try {
      const order = all.subarray(0, this.length * batchSize)
      const whole = order.length - (order.length % batchSize)
      const step = batchSize * Math.max(1, batches)
      for (let at = 0; at < whole; at += step) {
        yield { order: order.subarray(at, Math.min(at + step, whole)), size: batchSize }
      }
      if (whole < order.length) yield { order: order.subarray(whole), size: order.length - whole }
    } finally {
      this.#spareOrder = all
    }
  }

  /**
   * Draws about `places` more of the next pass's order, for who has time while a device works. It changes no order:
   * if the generator has been used, or put back, by the time of the next pass, the order is drawn anew.
   */
  drawAhead(places: number): void {
    if (!this.shuffle) return
    this.#ahead = this.#nextDraw(this.shuffle)
    this.#ahead.draw(places)
  }

  /** All row numbers in the order of a new pass, in an array that no other pass reads. */
  #takeOrder(): Uint32Array {
    if (!this.shuffle) {
      const order = this.#takeArray()
      for (let row = 0; row < order.length; row++) order[row] = row
      return order
    }
    const draw = this.#nextDraw(this.shuffle)
    this.#ahead = undefined
    return draw.take(this.shuffle)
  }

  /** The draw of the next pass's order: the one at hand where it is still good. */
  #nextDraw(shuffle: Generator): OrderDraw {
    if (this.#ahead?.isNextOf(shuffle)) return this.#ahead
    this.#spareOrder ??= this.#ahead?.order
    return new OrderDraw(shuffle, this.#takeArray())
  }

  /** An array for the row numbers of a pass. */
  #takeArray(): Uint32Array {
    const array = this.#spareOrder ?? new Uint32Array(this.dataset.length)
    this.#spareOrder = undefined
    return array
  }
}
