import type { Explanation, ExplanationByRatings } from './explain.ts'
import { explainFactors } from './explain-factors.ts'
import { FoldedRow, type FoldInOptions } from './fold-in.ts'
import type { RawId } from './ratings.ts'
import { knownIndex } from './recommender-base.ts'
import { Candidates } from './recommender-candidates.ts'
import type { Prediction, Recommendation, RecommendOptions } from './recommender-contract.ts'
import type { RecommenderParts } from './recommender-parts.ts'
import { rawScore, rawScores, squeeze, type Table } from './recommender-scores.ts'
import { topN } from './recommender-top-n.ts'
import { waterfallOfRatings, type WaterfallOptions, type WaterfallStep } from './waterfall.ts'

/** The tables of a recommender: what a fold-in starts from. */
export interface Tables {
  readonly parts: RecommenderParts
  readonly nFactors: number
  readonly users: Table
  readonly items: Table
  readonly averageUser: Table
  readonly averageItem: Table
}

/** A user whom the model has not been trained on, made from a few ratings: see `Recommender.foldIn`. */
export class FoldedUser {
  readonly #row: FoldedRow
  readonly #tables: Tables

  /** @throws OnecycleError `NO_RATINGS`, `UNKNOWN_ITEM`, `BAD_RATING`, `BAD_REGULARISATION` */
  constructor(
    tables: Tables,
    ratings: Iterable<{ readonly item: RawId; readonly rating: number }>,
    options: FoldInOptions = {},
  ) {
    const { parts, nFactors, items, averageUser } = tables
    const { items: vocabulary, yRange } = parts
    this.#tables = tables
    this.#row = new FoldedRow(
      { side: 'user', average: averageUser, other: items, vocabulary, nFactors, yRange },
      Array.from(ratings, ({ item, rating }) => [item, rating] as const),
      options,
    )
  }

  /** Rated items that the model does not know; they had no part in this. */
  get unknown(): readonly RawId[] {
    return this.#row.unknown
  }

  /** Latent factors, `[factors]`. */
  get weight(): Float64Array {
    return this.#row.table.weight.slice()
  }

  get bias(): number {
    return this.#row.table.bias[0]!
  }

  /** The rating that this user would give to `item`. */
  predict(item: RawId): Prediction {
    const index = this.#tables.parts.items.indexOf(item)
    return { score: this.#scoreOf(index), unknown: index === 0 ? [item] : [] }
  }

  /**
   * The items with the highest predicted ratings, without those that the fold-in was made from.
   *
   * @throws OnecycleError `BAD_COUNT`, `BAD_MIN_RATINGS`
   */
  recommend(options: RecommendOptions = {}): Recommendation[] {
    const { parts, items, nFactors } = this.#tables
    const candidates = new Candidates(parts.items, options)
    const scores = new Float32Array(parts.items.size)
    rawScores(this.#row.table, Int32Array.of(0), items, nFactors, scores)
    candidates.keepIn(scores, this.#row.rated)
    return Array.from(topN(scores, candidates.n), (index) => ({
      item: parts.items.rawId(index),
      score: this.#scoreOf(index),
    }))
  }

  /** Why the predicted rating is what it is, by factors. @throws OnecycleError `UNKNOWN_ITEM` */
  explain(item: RawId): Explanation {
    const { parts, items, nFactors, averageUser, averageItem } = this.#tables
    return explainFactors(
      { table: this.#row.table, index: 0, meanBias: averageUser.bias[0]! },
      { table: items, index: knownIndex(parts.items, item, 'item'), meanBias: averageItem.bias[0]! },
      nFactors,
      parts.yRange,
    )
  }

  /** Why the predicted rating is what it is, by this user's own ratings. @throws OnecycleError `UNKNOWN_ITEM` */
  explainByRatings(item: RawId): ExplanationByRatings {
    return this.#row.explain(knownIndex(this.#tables.parts.items, item, 'item'))
  }

  /**
   * Why the predicted rating is what it is, in steps of stars that sum to it: biases, then the own ratings that
   * say most.
   *
   * @throws OnecycleError `UNKNOWN_ITEM`
   */
  waterfall(item: RawId, options: WaterfallOptions = {}): WaterfallStep[] {
    const { yRange } = this.#tables.parts
    return waterfallOfRatings(this.explain(item), this.explainByRatings(item), yRange, options)
  }

  #scoreOf(index: number): number {
    const { items, averageItem, nFactors, parts } = this.#tables
    return squeeze(
      rawScore(this.#row.table, 0, index === 0 ? averageItem : items, index, nFactors),
      parts.yRange,
    )
  }
}
