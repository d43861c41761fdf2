import { OnecycleError } from '@onecycle/tensor-core'
import type { RawId } from '../ratings.ts'
import type { Recommendation } from '../recommender-contract.ts'

export interface RerankOptions {
  /**
   * From 0 (the default: by score alone) to 1 (as different from each other as can be). Maximal marginal
   * relevance: each place goes to the item with the largest
   *
   *     (1 - diversity) relevance - diversity * its largest cosine with an item above it
   *
   * (Carbonell and Goldstein, 1998.)
   */
  readonly diversity?: number
  /** From -1 (what few know first) over 0 (the default: no say) to 1 (what many know first). */
  readonly popularity?: number
}

/** What is known of the items of a pool. */
export interface ItemFacts {
  /** How many have rated the item. */
  countOf(item: RawId): number
  /** Latent factors; items with like ones are alike. */
  factorsOf(item: RawId): Float32Array
}

/**
 * The best `n` of a pool of recommendations, ordered anew. Relevance is the score, scaled to 0 to 1 over the
 * pool; with popularity p it becomes (1 - |p|) relevance + p ln(1 + count), scaled likewise.
 *
 * @throws OnecycleError `BAD_OPTION`
 */
export function rerank<Item extends Recommendation>(
  pool: readonly Item[],
  n: number,
  { diversity = 0, popularity = 0 }: RerankOptions,
  facts: ItemFacts,
): Item[] {
  checkBetween({ diversity }, 0, 1)
  checkBetween({ popularity }, -1, 1)
  const fit = scaled(pool.map(({ score }) => score))
  const known = scaled(pool.map(({ item }) => Math.log1p(facts.countOf(item))))
  const relevance = fit.map((value, i) => (1 - Math.abs(popularity)) * value + popularity * known[i]!)
  return spread(pool, n, relevance, diversity, facts)
}

function spread<Item extends Recommendation>(
  pool: readonly Item[],
  n: number,
  relevance: readonly number[],
  diversity: number,
  facts: ItemFacts,
): Item[] {
  const factors = diversity > 0 ? pool.map(({ item }) => normalised(facts.factorsOf(item))) : []
  const nearest = pool.map(() => -1)
  const left = new Set(pool.keys())
  const chosen: Item[] = []
  while (chosen.length < n && left.size > 0) {
    const value = (i: number) =>
      (1 - diversity) * relevance[i]! - (chosen.length > 0 ? diversity * nearest[i]! : 0)
    // Of equals the first: where it stood before.
    const best = [...left].reduce((a, b) => (value(b) > value(a) ? b : a))
    left.delete(best)
    chosen.push(pool[best]!)
    if (diversity === 0) continue
    for (const i of left) nearest[i] = Math.max(nearest[i]!, dot(factors[i]!, factors[best]!))
  }
  return chosen
}

/** From 0 for the smallest to 1 for the largest; all 0 where they are equal. */
function scaled(values: readonly number[]): number[] {
  const low = Math.min(...values)
  const range = Math.max(...values) - low
  return values.map((value) => (range > 0 ? (value - low) / range : 0))
}

function normalised(values: Float32Array): Float32Array {
  const length = Math.sqrt(dot(values, values))
  return length > 0 ? values.map((value) => value / length) : values
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!
  return sum
}

function checkBetween(option: Readonly<Record<string, number>>, low: number, high: number): void {
  for (const [name, value] of Object.entries(option)) {
    if (value >= low && value <= high) continue
    throw new OnecycleError('BAD_OPTION', `${name} is ${value}; expected a number from ${low} to ${high}`, {
      name,
      value,
    })
  }
}
