import type { RatingColumns } from '../dot-bias-engine.ts'

/** Ratings of one row that one thread sums up; popular rows get several threads. */
export const chunkLength = 32
/** Headers stand this many Uint32 apart: WebGPU wants offsets that change from call to call at 256 bytes. */
export const headerStride = 64

/** How much there is to do in one batch. */
export interface BatchWork {
  readonly rows: number
  readonly chunks: number
}

/**
 * Says, for the batches of a run, which rows each touches and which ratings each row has, so that a graphics
 * card can sum gradients row by row, always in the same order and without atomics.
 *
 * A row's place is its number among the distinct rows of its batch, users before items. The words of a batch
 * of n ratings with r rows in c chunks:
 *
 *     n places of the ratings' users, n of their items, n ratings (bits of float32),
 *     2n entries (ratings, sorted by place), r rows by place,
 *     r + 1 first chunks by place, c + 1 first entries by chunk
 */
export class BatchPlan {
  words = new Uint32Array(0)
  /** How many words are in use. */
  used = 0
  /** By batch, `headerStride` apart: what `struct Batch` of the kernels begins with. */
  headers = new Uint32Array(0)
  work: BatchWork[] = []
  readonly #users: number
  /** By row: the batch that touched it last, and its place there. */
  readonly #marks: Int32Array
  #batch = 0
  #counts = new Int32Array(0)

  constructor(users: number, items: number) {
    this.#users = users
    this.#marks = new Int32Array(2 * (users + items))
  }

  /**
   * Plans the batches of `size` ratings in the rows of `order`.
   *
   * @param t steps of the stretch made before them
   */
  make(columns: RatingColumns, order: Uint32Array, size: number, t: number): void {
    const batches = order.length / size
    this.#makeRoom(batches, size)
    this.used = 0
    this.work = []
    for (let batch = 0; batch < batches; batch++) {
      const base = this.used
      const { rows, chunks, userChunks } = this.#planBatch(columns, order, batch * size, size)
      this.work.push({ rows, chunks })
      this.headers.set([t + batch, size, rows, chunks, userChunks, base, batch * size], batch * headerStride)
    }
  }

  #planBatch({ users, items, ratings }: RatingColumns, order: Uint32Array, from: number, size: number) {
    this.#batch++
    const base = this.used
    const words = this.words
    const counts = this.#counts
    const bits = new Float32Array(words.buffer)
    const entriesAt = base + 3 * size
    const rowsAt = entriesAt + 2 * size
    const userRows = this.#place(users, order, from, size, 0, 0, base, rowsAt)
    const rows = this.#place(items, order, from, size, this.#users, userRows, base + size, rowsAt)
    for (let j = 0; j < size; j++) bits[base + 2 * size + j] = ratings[order[from + j]!]!

    const chunksAt = rowsAt + rows
    const firstEntriesAt = chunksAt + rows + 1
    let chunks = 0
    let entries = 0
    for (let place = 0; place < rows; place++) {
      words[chunksAt + place] = chunks
      const end = entries + counts[place]!
      counts[place] = entries
      for (; entries < end; entries += chunkLength) words[firstEntriesAt + chunks++] = entries
      entries = end
    }
    words[chunksAt + rows] = chunks
    words[firstEntriesAt + chunks] = entries
    for (let at = base; at < base + 2 * size; at++) {
      const place = words[at]!
      words[entriesAt + counts[place]!++] = at < base + size ? at - base : at - base - size
    }
    this.used = firstEntriesAt + chunks + 1
    return { rows, chunks, userChunks: words[chunksAt + userRows]! }
  }

  /** Gives one side's rows their places, from `next` on, and counts their ratings; returns the next place. */
  #place(
    ids: ArrayLike<number>,
    order: Uint32Array,
    from: number,
    size: number,
    firstRow: number,
    next: number,
    placesAt: number,
    rowsAt: number,
  ): number {
    const words = this.words
    const marks = this.#marks
    const counts = this.#counts
    for (let j = 0; j < size; j++) {
      const row = ids[order[from + j]!]! + firstRow
      let place = marks[2 * row + 1]!
      if (marks[2 * row] !== this.#batch) {
        place = next++
        marks[2 * row] = this.#batch
        marks[2 * row + 1] = place
        words[rowsAt + place] = row
        counts[place] = 0
      }
      words[placesAt + j] = place
      counts[place]!++
    }
    return next
  }

  #makeRoom(batches: number, size: number): void {
    // At most 2 rows a rating, a chunk a row and one more for every whole chunk.
    const most = batches * (5 * size + 3 * 2 * size + Math.ceil((2 * size) / chunkLength) + 2)
    if (this.words.length < most) this.words = new Uint32Array(most)
    if (this.headers.length < batches * headerStride) this.headers = new Uint32Array(batches * headerStride)
    if (this.#counts.length < 2 * size) this.#counts = new Int32Array(2 * size)
  }
}
