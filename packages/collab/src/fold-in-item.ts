import type { Explanation, ExplanationByRatings } from './explain.ts'
import { explainFactors } from './explain-factors.ts'
import { FoldedRow, type FoldInOptions } from './fold-in.ts'
import type { Tables } from './fold-in-user.ts'
import type { RawId } from './ratings.ts'
import { knownIndex } from './recommender-base.ts'
import { checkCount } from './recommender-candidates.ts'
import type { Prediction } from './recommender-contract.ts'
import { rawScore, rawScores, squeeze } from './recommender-scores.ts'
import { NO_CANDIDATE, topN } from './recommender-top-n.ts'

/** An item that the model has not been trained on, made from a few ratings: see `Recommender.foldInItem`. */
export class FoldedItem {
  readonly #row: FoldedRow
  readonly #tables: Tables

  /** @throws OnecycleError `NO_RATINGS`, `UNKNOWN_USER`, `BAD_RATING`, `BAD_REGULARISATION` */
  constructor(
    tables: Tables,
    ratings: Iterable<{ readonly user: RawId; readonly rating: number }>,
    options: FoldInOptions = {},
  ) {
    const { parts, nFactors, users, averageItem } = tables
    const { users: vocabulary, yRange } = parts
    this.#tables = tables
    this.#row = new FoldedRow(
      { side: 'item', average: averageItem, other: users, vocabulary, nFactors, yRange },
      Array.from(ratings, ({ user, rating }) => [user, rating] as const),
      options,
    )
  }

  /** Users among the ratings whom the model does not know; they had no part in this. */
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

  /** The rating that `user` would give to this item. */
  predict(user: RawId): Prediction {
    const index = this.#tables.parts.users.indexOf(user)
    return { score: this.#scoreOf(index), unknown: index === 0 ? [user] : [] }
  }

  /**
   * The users who would like this item most, best first, without those who have rated it.
   *
   * @throws OnecycleError `BAD_COUNT`
   */
  topUsers({ n = 10 }: { n?: number } = {}): { user: RawId; score: number }[] {
    const { parts, users, nFactors } = this.#tables
    const scores = new Float32Array(parts.users.size)
    rawScores(this.#row.table, Int32Array.of(0), users, nFactors, scores)
    scores[0] = NO_CANDIDATE
    for (const index of this.#row.rated) scores[index] = NO_CANDIDATE
    return Array.from(topN(scores, checkCount(n)), (index) => ({
      user: parts.users.rawId(index),
      score: this.#scoreOf(index),
    }))
  }

  /** Why the predicted rating is what it is, by factors. @throws OnecycleError `UNKNOWN_USER` */
  explain(user: RawId): Explanation {
    const { parts, users, nFactors, averageUser, averageItem } = this.#tables
    return explainFactors(
      { table: users, index: knownIndex(parts.users, user, 'user'), meanBias: averageUser.bias[0]! },
      { table: this.#row.table, index: 0, meanBias: averageItem.bias[0]! },
      nFactors,
      parts.yRange,
    )
  }

  /** Why the predicted rating is what it is, by this item's own ratings. @throws OnecycleError `UNKNOWN_USER` */
  explainByRatings(user: RawId): ExplanationByRatings {
    return this.#row.explain(knownIndex(this.#tables.parts.users, user, 'user'))
  }

  #scoreOf(index: number): number {
    const { users, averageUser, nFactors, parts } = this.#tables
    return squeeze(
      rawScore(index === 0 ? averageUser : users, index, this.#row.table, 0, nFactors),
      parts.yRange,
    )
  }
}
