import type { Interactions } from './interactions.ts'
import { lengthsOf } from './interactions.ts'

/** Saturation and length normalisation, as the Python package implicit sets them. */
const K1 = 100
const B = 0.8

/**
 * Okapi BM25 for interactions: a choice says less of an item that many choose, and by a user who chooses much.
 *
 *     w_ui = users[u] items[i],   users[u] = ln(items / (1 + n_u)),
 *     items[i] = (k1 + 1) / (k1 (1 - b + b n_i / mean n) + 1)
 */
export function bm25({ ofUsers, ofItems }: Interactions): { users: Float32Array; items: Float32Array } {
  const ofItem = lengthsOf(ofItems)
  const count = ofItem.length - 1
  const mean = ofItems.items.length / count
  return {
    users: lengthsOf(ofUsers).map((n) => Math.max(0, Math.log(count / (1 + n)))),
    items: ofItem.map((n) => (K1 + 1) / (K1 * (1 - B + (B * n) / mean) + 1)),
  }
}
