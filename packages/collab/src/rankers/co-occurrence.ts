import { OnecycleError } from '@onecycle/tensor-core'
import { checkCounts } from './check-counts.ts'
import { bm25 } from './bm25.ts'
import type { Interactions } from './interactions.ts'
import { lengthsOf } from './interactions.ts'
import { linkItems, type ItemLinks } from './item-links.ts'

/** How alike two items are; see {@link ItemKnnRankerOptions}. */
export type ItemSimilarity = 'cosine' | 'bm25' | 'jaccard' | 'lift' | 'count'

export interface ItemKnnRankerOptions {
  /**
   * With n_i the users who have chosen item i, n_ij those of both, one of
   *
   *     count    n_ij
   *     jaccard  n_ij / (n_i + n_j - n_ij)            (the default of SAR)
   *     lift     n_ij / (n_i n_j)                     (finds what is rare)
   *     cosine   n_ij / sqrt(n_i n_j)                 (the default)
   *     bm25     sum of w_ui w_uj over users with weights by BM25, as the Python package implicit has it
   */
  readonly similarity?: ItemSimilarity
  /** Links kept for each item, the strongest. Default 200. */
  readonly neighbours?: number
}

/** Links by who has chosen both. @throws OnecycleError `BAD_SIMILARITY`, `BAD_COUNT` */
export function coOccurrenceLinks(
  interactions: Interactions,
  { similarity = 'cosine', neighbours = 200 }: ItemKnnRankerOptions = {},
): ItemLinks {
  checkSimilarity(similarity)
  checkCounts({ neighbours })
  const { ofUsers, ofItems, users, items } = interactions
  const okapi = bm25(interactions)
  const isOkapi = similarity === 'bm25'
  const userWeights = isOkapi ? okapi.users.map((w) => w * w) : new Float32Array(users.size).fill(1)
  const measure = measures[similarity](isOkapi ? okapi.items : lengthsOf(ofItems))
  return linkItems(items.size, neighbours, (target, weights) => {
    for (const user of ofItems.ofUser(target)) {
      const weight = userWeights[user]!
      for (let at = ofUsers.offsets[user]!; at < ofUsers.offsets[user + 1]!; at++)
        weights[ofUsers.items[at]!]! += weight
    }
    for (let j = 1; j < weights.length; j++) if (weights[j]! > 0) weights[j] = measure(weights[j]!, target, j)
  })
}

type Measure = (both: number, i: number, j: number) => number

/** From n (for bm25, from the items' weights). */
const measures: Record<ItemSimilarity, (n: Float32Array) => Measure> = {
  count: () => (both) => both,
  jaccard: (n) => (both, i, j) => both / (n[i]! + n[j]! - both),
  lift: (n) => (both, i, j) => both / (n[i]! * n[j]!),
  cosine: (n) => (both, i, j) => both / Math.sqrt(n[i]! * n[j]!),
  bm25: (w) => (both, i, j) => both * w[i]! * w[j]!,
}

function checkSimilarity(similarity: ItemSimilarity): void {
  if (Object.hasOwn(measures, similarity)) return
  throw new OnecycleError(
    'BAD_SIMILARITY',
    `similarity is ${JSON.stringify(similarity)}; expected one of ${Object.keys(measures).join(', ')}`,
    { similarity },
  )
}
