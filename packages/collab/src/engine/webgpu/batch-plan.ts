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
  words = new Int32Array(0)
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
  make(ratings: PackedRatings, order: Uint32Array, size: number, t: number): void {
    const batches = order.length / size
    this.#makeRoom(batches, size)
    this.used = 0
    this.work = []
    for (let batch = 0; batch < batches; batch++) {
      const base = this.used
      const { rows, chunks, userChunks } = this.#planBatch(ratings, order, batch * size, size)
      this.work.push({ rows, chunks })
      this.headers.set([t + batch, size, rows, chunks, userChunks, base, batch * size], batch * headerStride)
    }
  }

  #planBatch({ records }: PackedRatings, order: Uint32Array, from: number, size: number) {
    const batch = ++this.#batch
    const words = this.words
    const counts = this.#counts
    const marks = this.#marks
    const firstItem = this.#users
    const base = this.used
    const itemsAt = base + size
    const ratingsAt = itemsAt + size
    const entriesAt = ratingsAt + size
    const rowsAt = entriesAt + 2 * size

    // Users get places from 0 on, items from n on: how many users there are is known at the end of this loop.
    let userRows = 0
    let itemRows = size
    for (let j = 0; j < size; j++) {
      const record = 3 * order[from + j]!
      const user = records[record]!
      let place = marks[2 * user + 1]!
      if (marks[2 * user] !== batch) {
        place = userRows++
        marks[2 * user] = batch
        marks[2 * user + 1] = place
        words[rowsAt + place] = user
        counts[place] = 0
      }
      counts[place]!++
      words[base + j] = place

      const item = records[record + 1]! + firstItem
      place = marks[2 * item + 1]!
      if (marks[2 * item] !== batch) {
        place = itemRows++
        marks[2 * item] = batch
        marks[2 * item + 1] = place
        words[rowsAt + place] = item
        counts[place] = 0
      }
      counts[place]!++
      words[itemsAt + j] = place
      words[ratingsAt + j] = records[record + 2]!
    }
    words.copyWithin(rowsAt + userRows, rowsAt + size, rowsAt + itemRows)
    counts.copyWithin(userRows, size, itemRows)
    const shift = size - userRows
    const rows = itemRows - shift

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
    for (let j = 0; j < size; j++) words[entriesAt + counts[words[base + j]!]!++] = j
    for (let j = 0; j < size; j++) {
      const place = words[itemsAt + j]! - shift
      words[itemsAt + j] = place
      words[entriesAt + counts[place]!++] = j
    }
    this.used = firstEntriesAt + chunks + 1
    return { rows, chunks, userChunks: words[chunksAt + userRows]! }
  }

  #makeRoom(batches: number, size: number): void {
    // At most 2 rows a rating, a chunk a row and one more for every whole chunk.
    const most = batches * (5 * size + 3 * 2 * size + Math.ceil((2 * size) / chunkLength) + 2)
    if (this.words.length < most) this.words = new Int32Array(most)
    if (this.headers.length < batches * headerStride) this.headers = new Uint32Array(batches * headerStride)
    if (this.#counts.length < 2 * size) this.#counts = new Int32Array(2 * size)
  }
}

/** Ratings as [user, item, bits of the float32 rating], one after the other: a random one costs one cache miss. */
export class PackedRatings {
  readonly records: Int32Array

  constructor({ users, items, ratings }: RatingColumns) {
    this.records = new Int32Array(3 * ratings.length)
    const bits = new Float32Array(this.records.buffer)
    for (let row = 0; row < ratings.length; row++) {
      this.records[3 * row] = users[row]!
      this.records[3 * row + 1] = items[row]!
      bits[3 * row + 2] = ratings[row]!
    }
  }
}
