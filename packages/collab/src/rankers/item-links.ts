import { NO_CANDIDATE, topN } from '../recommender-top-n.ts'

/**
 * How much the choice of one item says for another: a sparse matrix, one row an item that is chosen.
 * Row i holds targets[offsets[i]] to targets[offsets[i + 1] - 1], ascending, and their weights.
 */
export interface ItemLinks {
  /** `[items + 1]` */
  readonly offsets: Int32Array
  readonly targets: Int32Array
  readonly weights: Float32Array
}

/**
 * Makes links target by target, of each the `kept` sources with the largest weights by size.
 *
 * @param fill puts the weights that all items have for `target` into `weights` `[items]`, which is all zeros
 */
export function linkItems(
  items: number,
  kept: number,
  fill: (target: number, weights: Float32Array) => void,
): ItemLinks {
  const weights = new Float32Array(items)
  const counts = new Int32Array(items + 1)
  const columns: { sources: Int32Array; weights: Float32Array }[] = []
  for (let target = 1; target < items; target++) {
    weights.fill(0)
    fill(target, weights)
    weights[0] = 0
    weights[target] = 0
    const sources = kept < items - 2 ? strongest(weights, kept) : present(weights)
    columns.push({ sources, weights: Float32Array.from(sources, (source) => weights[source]!) })
    for (const source of sources) counts[source + 1]!++
  }
  for (let i = 0; i < items; i++) counts[i + 1]! += counts[i]!
  return bySource(counts, columns)
}

/** Where there are weights. */
function present(weights: Float32Array): Int32Array {
  const places = new Int32Array(weights.length)
  let count = 0
  for (let i = 0; i < weights.length; i++) if (weights[i] !== 0) places[count++] = i
  return places.subarray(0, count)
}

/** Where the `n` weights that are largest by size are. */
const strongest = (weights: Float32Array, n: number): Int32Array =>
  topN(
    weights.map((weight) => (weight === 0 ? NO_CANDIDATE : Math.abs(weight))),
    n,
  )

function bySource(
  offsets: Int32Array,
  columns: readonly { sources: Int32Array; weights: Float32Array }[],
): ItemLinks {
  const next = offsets.slice()
  const targets = new Int32Array(offsets.at(-1)!)
  const all = new Float32Array(targets.length)
  columns.forEach(({ sources, weights }, i) => {
    sources.forEach((source, k) => {
      const at = next[source]!++
      targets[at] = i + 1
      all[at] = weights[k]!
    })
  })
  return { offsets, targets, weights: all }
}

/** Adds what `chosen` says for each item to `scores` `[items]`. */
export function addLinks(
  { offsets, targets, weights }: ItemLinks,
  chosen: Int32Array,
  scores: Float32Array,
): void {
  for (const source of chosen) {
    for (let at = offsets[source]!; at < offsets[source + 1]!; at++) scores[targets[at]!]! += weights[at]!
  }
}

/** The weight from one item to another, by bisection; 0 where there is no link. */
export function linkBetween(
  { offsets, targets, weights }: ItemLinks,
  source: number,
  target: number,
): number {
  let [low, high] = [offsets[source]!, offsets[source + 1]! - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    if (targets[middle] === target) return weights[middle]!
    if (targets[middle]! < target) low = middle + 1
    else high = middle - 1
  }
  return 0
}

export const noLinks = (items: number): ItemLinks => ({
  offsets: new Int32Array(items + 1),
  targets: new Int32Array(0),
  weights: new Float32Array(0),
})
