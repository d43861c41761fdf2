import { OnecycleError } from '@onecycle/tensor-core'
import type { RawId } from '../ratings.ts'
import { RecommenderBase } from '../recommender-base.ts'
import { Candidates } from '../recommender-candidates.ts'
import type { Recommendation, RecommendOptions } from '../recommender-contract.ts'
import { topN } from '../recommender-top-n.ts'

/** A user whom the ranker has not been trained on, made from what they have chosen. */
export interface FoldedRankerUser {
  /** Chosen items that the model does not know; they had no part in this. */
  readonly unknown: readonly RawId[]
  /**
   * The items that fit best, best first, without the chosen ones unless `includeSeen`.
   *
   * @throws OnecycleError `BAD_COUNT`, `BAD_MIN_RATINGS`
   */
  recommend(options?: RecommendOptions): Recommendation[]
}

/**
 * What all rankers share: they learn from who has chosen what, and order items by a score that is no rating.
 * For predicted ratings beside it, see `HybridRecommender`.
 */
export abstract class RankerBase extends RecommenderBase {
  /**
   * A user whom the model has not seen, from the items that they have chosen, without training.
   *
   * @throws OnecycleError `NO_RATINGS`, `UNKNOWN_ITEM` when no item is known
   */
  foldIn(items: Iterable<RawId>): FoldedRankerUser {
    const chosen = new Set(items)
    if (chosen.size === 0) {
      throw new OnecycleError('NO_RATINGS', 'there are no items to fold in; expected at least one')
    }
    const unknown = [...chosen].filter((item) => !this.items.has(item))
    const known = Int32Array.from(
      [...chosen].filter((item) => this.items.has(item)),
      (item) => this.items.indexOf(item),
    ).sort()
    if (known.length === 0) {
      const named = unknown.slice(0, 5).map((id) => JSON.stringify(id))
      throw new OnecycleError(
        'UNKNOWN_ITEM',
        `none of the chosen items (${named.join(', ')}) is among the ${this.items.size - 1} items of this model`,
        { unknown },
      )
    }
    const scores = this.scoresFor(known)
    return {
      unknown,
      recommend: (options = {}) => {
        const candidates = new Candidates(this.items, options)
        const left = scores.slice()
        candidates.keepIn(left, known)
        return Array.from(topN(left, candidates.n), (index) => ({
          item: this.items.rawId(index),
          score: scores[index]!,
        }))
      },
    }
  }

  /**
   * The scores of all items for someone who has chosen these.
   *
   * @param chosen ascending indices, at least one
   */
  protected abstract scoresFor(chosen: Int32Array): Float32Array
}
