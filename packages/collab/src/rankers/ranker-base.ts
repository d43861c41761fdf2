import { OnecycleError } from '@onecycle/tensor-core'
import type { RawId } from '../ratings.ts'
import { knownIndex, RecommenderBase } from '../recommender-base.ts'
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

/** Why a ranker scores an item as it does for someone who has chosen some items. */
export interface RankExplanation {
  /** What `foldIn` of the chosen items gives: `base` and all contributions together. */
  readonly score: number
  /** What the item has for everyone. */
  readonly base: number
  /** What each chosen item that the model knows adds; largest first, and what speaks against it last. */
  readonly items: readonly { readonly item: RawId; readonly contribution: number }[]
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
    const known = this.#indicesOf(chosen)
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
   * Why an item has the score that it has for someone who has chosen these: a part for each of them.
   *
   * @throws OnecycleError `UNKNOWN_ITEM` when the model does not know `item`, `CANNOT_EXPLAIN` for `bpr`, whose
   * scores are no sum of such parts
   */
  explain(chosen: Iterable<RawId>, item: RawId): RankExplanation {
    const target = knownIndex(this.items, item, 'item')
    const known = this.#indicesOf(new Set(chosen))
    const { base, contributions } = this.partsOf(target, known)
    const items = Array.from(known, (index, i) => ({
      item: this.items.rawId(index),
      contribution: contributions[i]!,
    }))
    return {
      score: contributions.reduce((sum, contribution) => sum + contribution, base),
      base,
      items: items.sort((a, b) => b.contribution - a.contribution),
    }
  }

  /** Indices of the items that the model knows, ascending. */
  #indicesOf(items: ReadonlySet<RawId>): Int32Array {
    const known = [...items].filter((item) => this.items.has(item))
    return Int32Array.from(known, (item) => this.items.indexOf(item)).sort()
  }

  /** The parts of an item's score: what it has for everyone, and `[chosen]`. */
  protected abstract partsOf(
    item: number,
    chosen: Int32Array,
  ): { readonly base: number; readonly contributions: Float64Array }

  /**
   * The scores of all items for someone who has chosen these.
   *
   * @param chosen ascending indices, at least one
   */
  protected abstract scoresFor(chosen: Int32Array): Float32Array
}
