/**
 * Where the plan of a run on the card has what, in words, times the ratings of the run. Batches follow each
 * other in each part; a batch of n ratings has 2n numbers, as in sort-kernels.ts.
 */
export const planParts = {
  /** By number: its row, users before items. */
  rows: 0,
  /** By rating: the bits of the float32. */
  ratings: 2,
  /** The numbers of each batch, sorted by row. */
  entries: 3,
  /** By entry: the first entry of the same row. (Before that, where every other pass of the sort writes.) */
  starts: 5,
  /** By number: the first entry of its row. */
  places: 7,
  /** By rating: which of the dataset it is. */
  order: 9,
  /** What the sort counts, by batch, digit and block. */
  counts: 10,
}
