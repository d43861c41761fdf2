import { OnecycleError } from '@onecycle/tensor-core'
import type { RatedItems } from './rated-items.ts'
import type { RatedVocabulary } from './rated-vocabulary.ts'
import type { RawId } from './ratings.ts'
import { Candidates } from './recommender-candidates.ts'
import type {
  Prediction,
  Predictor,
  Ranker,
  Recommendation,
  RecommendOptions,
} from './recommender-contract.ts'
import { topN } from './recommender-top-n.ts'

/** How many users {@link RecommenderBase.recommendAll} scores together. */
const BLOCK = 64

/** What all recommenders share: lists made from the scores of all items, with what may be in them. */
export abstract class RecommenderBase implements Predictor, Ranker {
  abstract readonly users: RatedVocabulary
  abstract readonly items: RatedVocabulary
  /** Who rated what: left out of recommendations. */
  abstract readonly rated: RatedItems

  /** The rating that `user` would give to `item`. */
  predict(user: RawId, item: RawId): Prediction {
    const unknown = [...(this.users.has(user) ? [] : [user]), ...(this.items.has(item) ? [] : [item])]
    return { score: this.scoreOf(this.users.indexOf(user), this.items.indexOf(item)), unknown }
  }

  /**
   * The items with the highest scores, best first; equals in the vocabulary's order.
   *
   * @throws OnecycleError `UNKNOWN_USER`, `BAD_COUNT`, `BAD_MIN_RATINGS`
   */
  recommend({ user }: { readonly user: RawId }, options: RecommendOptions = {}): Recommendation[] {
    const scores = new Float32Array(this.items.size)
    return this.#block(
      Int32Array.of(knownIndex(this.users, user, 'user')),
      scores,
      this.#candidates(options),
    )[0]!
  }

  /**
   * {@link recommend} for many users at once, which is several times faster a user.
   *
   * @param users default: all that the model knows
   * @returns a list for each user, in the order of `users`
   * @throws OnecycleError `UNKNOWN_USER`, `BAD_COUNT`, `BAD_MIN_RATINGS`
   */
  recommendAll(
    users: Iterable<RawId> = this.users.rawIds,
    options: RecommendOptions = {},
  ): Map<RawId, Recommendation[]> {
    const ids = [...users]
    const indices = Int32Array.from(ids, (user) => knownIndex(this.users, user, 'user'))
    const candidates = this.#candidates(options)
    const scores = new Float32Array(Math.min(BLOCK, ids.length) * this.items.size)
    const lists = new Map<RawId, Recommendation[]>()
    for (let start = 0; start < ids.length; start += BLOCK) {
      const block = this.#block(indices.subarray(start, start + BLOCK), scores, candidates)
      for (const [i, list] of block.entries()) lists.set(ids[start + i]!, list)
    }
    return lists
  }

  /** The `n` items with the most ratings, most first. */
  mostRated(n: number): RawId[] {
    return this.items.mostRated(n)
  }

  /** The score of one pair of indices; index 0 is the unknown id. */
  protected abstract scoreOf(user: number, item: number): number

  /**
   * What orders the items for some users: larger is better, and need not be the score itself.
   *
   * @param users indices, none of them 0
   * @param scores `[users, items]` or more, to fill
   */
  protected abstract scoreItems(users: Int32Array, scores: Float32Array): void

  #candidates(options: RecommendOptions): Candidates {
    return new Candidates(this.items, options)
  }

  #block(users: Int32Array, scores: Float32Array, candidates: Candidates): Recommendation[][] {
    this.scoreItems(users, scores)
    const { size } = this.items
    return Array.from(users, (user, i) => {
      const row = scores.subarray(i * size, (i + 1) * size)
      candidates.keepIn(row, this.rated.ofUser(user))
      return Array.from(topN(row, candidates.n), (item) => ({
        item: this.items.rawId(item),
        score: this.scoreOf(user, item),
      }))
    })
  }
}

/** The index of an id that must be known. @throws OnecycleError `UNKNOWN_USER`, `UNKNOWN_ITEM` */
export function knownIndex(vocabulary: RatedVocabulary, id: RawId, side: 'user' | 'item'): number {
  const index = vocabulary.indexOf(id)
  if (index > 0) return index
  throw new OnecycleError(
    side === 'user' ? 'UNKNOWN_USER' : 'UNKNOWN_ITEM',
    `${side} ${JSON.stringify(id)} is not among the ${vocabulary.size - 1} ${side}s of this model`,
    { [side]: id },
  )
}
