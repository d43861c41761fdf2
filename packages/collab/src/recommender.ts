import { ndArray } from '@onecycle/tensor-core'
import type { BiasValues, Side, WeightValues } from './collab-learner.ts'
import { explainFactors } from './explain-factors.ts'
import type { Explanation } from './explain.ts'
import { FoldedItem } from './fold-in-item.ts'
import { FoldedUser, type Tables } from './fold-in-user.ts'
import type { FoldInOptions } from './fold-in.ts'
import type { RatedItems } from './rated-items.ts'
import type { RatedVocabulary } from './rated-vocabulary.ts'
import type { RawId } from './ratings.ts'
import { knownIndex, RecommenderBase } from './recommender-base.ts'
import { barRare } from './recommender-candidates.ts'
import { checkParts, type RecommenderParts } from './recommender-parts.ts'
import { averageRow, rawScore, rawScores, squeeze } from './recommender-scores.ts'
import { similarTo, type SimilarOptions } from './similar.ts'
import { waterfallOfFactors, type WaterfallOptions, type WaterfallStep } from './waterfall.ts'

/**
 * A trained dot-bias model for serving: predictions and lists from arrays in host memory. It needs no
 * backend, and nothing in it changes.
 *
 * An unknown user (or item) is predicted as the average one: the mean of all learned rows.
 */
export class Recommender extends RecommenderBase {
  readonly parts: RecommenderParts
  readonly nFactors: number
  readonly #tables: Tables

  /** @throws OnecycleError `BAD_MODEL` when sizes do not fit together or a weight is not finite */
  constructor(parts: RecommenderParts) {
    super()
    checkParts(parts)
    this.parts = parts
    this.nFactors = parts.userWeight.shape[1]!
    const users = { weight: parts.userWeight.data, bias: parts.userBias }
    const items = { weight: parts.itemWeight.data, bias: parts.itemBias }
    this.#tables = {
      parts,
      nFactors: this.nFactors,
      users,
      items,
      averageUser: averageRow(users, this.nFactors),
      averageItem: averageRow(items, this.nFactors),
    }
  }

  get users(): RatedVocabulary {
    return this.parts.users
  }

  get items(): RatedVocabulary {
    return this.parts.items
  }

  get rated(): RatedItems {
    return this.parts.rated
  }

  get metadata(): Readonly<Record<string, string>> {
    return this.parts.metadata
  }

  /**
   * The items whose factors are most like those of `item`, most alike first; biases play no part.
   *
   * @throws OnecycleError `UNKNOWN_ITEM`, `BAD_COUNT`, `BAD_MIN_RATINGS`, `BAD_SIMILARITY`
   */
  similarItems(item: RawId, options: SimilarOptions = {}): { item: RawId; score: number }[] {
    const alike = similarTo('item', item, this.parts.itemWeight.data, this.items, options)
    return alike.map(({ id, score }) => ({ item: id, score }))
  }

  /**
   * The users whose factors are most like those of `user`, most alike first; biases play no part.
   *
   * @throws OnecycleError `UNKNOWN_USER`, `BAD_COUNT`, `BAD_MIN_RATINGS`, `BAD_SIMILARITY`
   */
  similarUsers(user: RawId, options: SimilarOptions = {}): { user: RawId; score: number }[] {
    const alike = similarTo('user', user, this.parts.userWeight.data, this.users, options)
    return alike.map(({ id, score }) => ({ user: id, score }))
  }

  /** The learned bias of items (or users). */
  bias(ids: readonly RawId[], { side = 'item' }: { side?: Side } = {}): BiasValues {
    const { known, unknown } = this.#known(ids, side)
    const biases = side === 'item' ? this.parts.itemBias : this.parts.userBias
    return { values: Float32Array.from(known, (index) => biases[index]!), unknown }
  }

  /** The learned latent factors of items (or users): `[ids, factors]`. */
  weight(ids: readonly RawId[], { side = 'item' }: { side?: Side } = {}): WeightValues {
    const { known, unknown } = this.#known(ids, side)
    const { data } = side === 'item' ? this.parts.itemWeight : this.parts.userWeight
    const values = new Float32Array(known.length * this.nFactors)
    known.forEach((index, i) =>
      values.set(data.subarray(index * this.nFactors, (index + 1) * this.nFactors), i * this.nFactors),
    )
    return { values: ndArray(values, [known.length, this.nFactors]), unknown }
  }

  /**
   * Why the predicted rating is what it is: parts that add up to the score before the sigmoid. For reasons in
   * terms of the user's own ratings, fold them in: `foldIn(ratings).explainByRatings(item)`.
   *
   * @throws OnecycleError `UNKNOWN_USER`, `UNKNOWN_ITEM`
   */
  explain(user: RawId, item: RawId): Explanation {
    const { users, items, averageUser, averageItem } = this.#tables
    return explainFactors(
      { table: users, index: knownIndex(this.users, user, 'user'), meanBias: averageUser.bias[0]! },
      { table: items, index: knownIndex(this.items, item, 'item'), meanBias: averageItem.bias[0]! },
      this.nFactors,
      this.parts.yRange,
    )
  }

  /**
   * Why the predicted rating is what it is, in steps of stars that sum to it: biases, then the factors that say
   * most.
   *
   * @throws OnecycleError `UNKNOWN_USER`, `UNKNOWN_ITEM`
   */
  waterfall(user: RawId, item: RawId, options: WaterfallOptions = {}): WaterfallStep[] {
    return waterfallOfFactors(this.explain(user, item), this.parts.yRange, options)
  }

  /**
   * The share of the items whose bias is lower than this one's, 0 to 1; equals count half.
   *
   * @param minRatings among items with at least this many ratings. Default 0.
   * @throws OnecycleError `UNKNOWN_ITEM`, `BAD_MIN_RATINGS`
   */
  biasPercentile(item: RawId, { minRatings = 0 }: { minRatings?: number } = {}): number {
    const index = knownIndex(this.items, item, 'item')
    const barred = new Uint8Array(this.items.size)
    barRare(barred, this.items.counts, minRatings)
    const own = this.parts.itemBias[index]!
    let [below, all] = [0, 0]
    for (let other = 1; other < barred.length; other++) {
      if (barred[other] || other === index) continue
      const bias = this.parts.itemBias[other]!
      below += bias < own ? 1 : bias === own ? 0.5 : 0
      all++
    }
    return all === 0 ? 0.5 : below / all
  }

  /**
   * A user whom the model has not seen, from a few ratings, without training: the factors and bias that fit
   * the ratings best, held to those of the average user. Well under a millisecond for 50 ratings.
   *
   * Items that the model does not know are listed in `unknown`; of an item that is rated twice, the last
   * rating counts.
   *
   * @example rec.foldIn([{ item: 'Fargo (1996)', rating: 5 }]).recommend({ n: 10 })
   * @throws OnecycleError `NO_RATINGS`, `UNKNOWN_ITEM` when no item is known, `BAD_RATING`, `BAD_REGULARISATION`
   */
  foldIn(
    ratings: Iterable<{ readonly item: RawId; readonly rating: number }>,
    options: FoldInOptions = {},
  ): FoldedUser {
    return new FoldedUser(this.#tables, ratings, options)
  }

  /**
   * An item that the model has not seen, from a few ratings: as {@link foldIn}.
   *
   * @throws OnecycleError `NO_RATINGS`, `UNKNOWN_USER` when no user is known, `BAD_RATING`, `BAD_REGULARISATION`
   */
  foldInItem(
    ratings: Iterable<{ readonly user: RawId; readonly rating: number }>,
    options: FoldInOptions = {},
  ): FoldedItem {
    return new FoldedItem(this.#tables, ratings, options)
  }

  protected override scoreOf(user: number, item: number): number {
    const { users, items, averageUser, averageItem } = this.#tables
    const raw = rawScore(
      user === 0 ? averageUser : users,
      user,
      item === 0 ? averageItem : items,
      item,
      this.nFactors,
    )
    return squeeze(raw, this.parts.yRange)
  }

  protected override scoreItems(users: Int32Array, scores: Float32Array): void {
    rawScores(this.#tables.users, users, this.#tables.items, this.nFactors, scores)
  }

  #known(ids: readonly RawId[], side: Side): { known: number[]; unknown: RawId[] } {
    const vocabulary = side === 'item' ? this.items : this.users
    return {
      known: ids.map((id) => vocabulary.indexOf(id)).filter((index) => index > 0),
      unknown: ids.filter((id) => !vocabulary.has(id)),
    }
  }
}
