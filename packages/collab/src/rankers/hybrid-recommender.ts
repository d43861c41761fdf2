import { OnecycleError } from '@onecycle/tensor-core'
import type { RawId } from '../ratings.ts'
import { checkCount } from '../recommender-candidates.ts'
import type { Recommendation, RecommendOptions } from '../recommender-contract.ts'
import type { Recommender } from '../recommender.ts'
import type { FoldedRankerUser, RankerBase } from './ranker-base.ts'
import { rerank, type RerankOptions } from './rerank.ts'

export interface HybridParts {
  /** Orders the list. */
  readonly ranker: RankerBase
  /** Says how many stars the user would give; its factors say which items are alike. */
  readonly predictor: Recommender
  /** New users have chosen what they rate from here on: the `from` of `fitRanker`. Default: all. */
  readonly from?: number
}

export interface HybridRecommendation extends Recommendation {
  /** The ranker's score: what the list is ordered by, before diversity and popularity. */
  readonly score: number
  /** The predicted rating. */
  readonly stars: number
}

export interface HybridOptions extends RecommendOptions, RerankOptions {}

/** How many candidates diversity and popularity choose from, for each place of the list. */
const POOL = 10

/**
 * A list in the order of a ranker, with the stars of a predictor: who orders by predicted stars recommends what
 * few have seen and liked, and who shows a ranker's score shows a number that means nothing to people.
 *
 * Both parts must know the items; those that the predictor does not know are shown with the stars of an
 * average item.
 */
export class HybridRecommender {
  readonly ranker: RankerBase
  readonly predictor: Recommender
  readonly #from: number

  constructor({ ranker, predictor, from = -Infinity }: HybridParts) {
    this.ranker = ranker
    this.predictor = predictor
    this.#from = from
  }

  /**
   * @throws OnecycleError `UNKNOWN_USER`, `BAD_COUNT`, `BAD_MIN_RATINGS`, `BAD_OPTION`
   */
  recommend(who: { readonly user: RawId }, options: HybridOptions = {}): HybridRecommendation[] {
    return this.#list(
      (list) => this.ranker.recommend(who, list),
      (item) => this.predictor.predict(who.user, item).score,
      options,
    )
  }

  /**
   * A user whom neither part has seen, from a few ratings, without training.
   *
   * @throws OnecycleError `NO_RATINGS`, `UNKNOWN_ITEM`, `BAD_RATING`
   */
  foldIn(ratings: Iterable<{ readonly item: RawId; readonly rating: number }>): {
    recommend(options?: HybridOptions): HybridRecommendation[]
  } {
    const rows = [...ratings]
    const rated = rows.map(({ item }) => item)
    const predicted = this.predictor.foldIn(rows)
    const ranked = this.#foldInRanker(rows)
    return {
      recommend: (options = {}) =>
        this.#list(
          (list) => ranked.recommend(list),
          (item) => predicted.predict(item).score,
          options.includeSeen ? options : { ...options, deny: [...rated, ...(options.deny ?? [])] },
        ),
    }
  }

  #foldInRanker(rows: readonly { readonly item: RawId; readonly rating: number }[]): FoldedRankerUser {
    const chosen = rows.filter(({ rating }) => rating >= this.#from).map(({ item }) => item)
    if (chosen.length > 0) return this.ranker.foldIn(chosen)
    throw new OnecycleError(
      'NO_RATINGS',
      `none of the ${rows.length} ratings is at least ${this.#from}; expected one, for the ranker to start from`,
      { from: this.#from },
    )
  }

  #list(
    recommend: (options: RecommendOptions) => Recommendation[],
    starsOf: (item: RawId) => number,
    { diversity = 0, popularity = 0, n = 10, ...options }: HybridOptions,
  ): HybridRecommendation[] {
    checkCount(n)
    const { items } = this.ranker
    const pool = recommend({ ...options, n: diversity === 0 && popularity === 0 ? n : POOL * n })
    const facts = {
      countOf: (item: RawId) => items.counts[items.indexOf(item)]!,
      factorsOf: (item: RawId) => this.predictor.weight([item]).values.data,
    }
    const list = rerank(pool, n, { diversity, popularity }, facts)
    return list.map(({ item, score }) => ({ item, score, stars: starsOf(item) }))
  }
}
