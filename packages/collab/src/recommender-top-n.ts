/** Marks what is no candidate among scores. */
export const NO_CANDIDATE = -Infinity

/**
 * The positions of the `n` largest of `scores`, largest first; of equals the first comes first. Positions
 * that hold {@link NO_CANDIDATE} (or NaN) never come back, so there may be fewer than `n`.
 *
 * A heap of n with the worst on top: O(length + n log n log length) for scores in random order.
 */
export function topN(scores: Float32Array, n: number): Int32Array {
  const heap = new Int32Array(Math.min(n, scores.length))
  const size = fillHeap(heap, scores)
  for (let last = size - 1; last > 0; last--) {
    const worst = heap[0]!
    const moved = heap[last]!
    sink(heap, last, moved, scores)
    heap[last] = worst
  }
  return heap.subarray(0, size)
}

function fillHeap(heap: Int32Array, scores: Float32Array): number {
  let size = 0
  let threshold = NO_CANDIDATE
  for (let at = 0; at < scores.length; at++) {
    // A later equal is worse than what is in the heap; NaN is never greater.
    if (!(scores[at]! > threshold)) continue
    if (size < heap.length) {
      rise(heap, size++, at, scores)
    } else {
      sink(heap, size, at, scores)
    }
    if (size === heap.length) threshold = scores[heap[0]!]!
  }
  return size
}

/** Of two positions, is `a` the worse? */
const isWorse = (a: number, b: number, scores: Float32Array) =>
  scores[a]! < scores[b]! || (scores[a]! === scores[b]! && a > b)

function rise(heap: Int32Array, from: number, value: number, scores: Float32Array): void {
  let at = from
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (!isWorse(value, heap[parent]!, scores)) break
    heap[at] = heap[parent]!
    at = parent
  }
  heap[at] = value
}

/** Puts `value` in the place of the top of a heap of `size`. */
function sink(heap: Int32Array, size: number, value: number, scores: Float32Array): void {
  let at = 0
  for (let child = 1; child < size; child = 2 * at + 1) {
    if (child + 1 < size && isWorse(heap[child + 1]!, heap[child]!, scores)) child++
    if (!isWorse(heap[child]!, value, scores)) break
    heap[at] = heap[child]!
    at = child
  }
  heap[at] = value
}
