import type { RatedVocabulary } from './rated-vocabulary.ts'
import type { RawId } from './ratings.ts'

/** Which items each user has rated, as indices: one list after the other, and where each begins. */
export class RatedItems {
  /** `[users + 1]`: the list of user u is items[offsets[u]] to items[offsets[u + 1] - 1]. */
  readonly offsets: Int32Array
  /** `[ratings]`, in the order of the ratings within each user. */
  readonly items: Int32Array

  constructor(offsets: Int32Array, items: Int32Array) {
    this.offsets = offsets
    this.items = items
  }

  /**
   * @param user `[ratings]` indices
   * @param item `[ratings]` indices
   * @param users number of users, the unknown one included
   */
  static of(user: Int32Array, item: Int32Array, users: number): RatedItems {
    const offsets = new Int32Array(users + 1)
    for (const u of user) offsets[u + 1]!++
    for (let u = 0; u < users; u++) offsets[u + 1]! += offsets[u]!
    const next = offsets.slice()
    const items = new Int32Array(item.length)
    for (let row = 0; row < item.length; row++) items[next[user[row]!]!++] = item[row]!
    return new RatedItems(offsets, items)
  }

  /**
   * The same of raw ids, without columns of indices in between.
   *
   * @param users the vocabulary of the user column, with the counts of that column
   */
  static ofRatings(
    user: ArrayLike<RawId>,
    item: ArrayLike<RawId>,
    users: RatedVocabulary,
    items: RatedVocabulary,
  ): RatedItems {
    const offsets = new Int32Array(users.size + 1)
    for (let u = 0; u < users.size; u++) offsets[u + 1] = offsets[u]! + users.counts[u]!
    const next = offsets.slice()
    const lists = new Int32Array(item.length)
    for (let row = 0; row < item.length; row++) {
      lists[next[users.indexOf(user[row]!)]!++] = items.indexOf(item[row]!)
    }
    return new RatedItems(offsets, lists)
  }

  /** The items of one user: a view. */
  ofUser(user: number): Int32Array {
    return this.items.subarray(this.offsets[user]!, this.offsets[user + 1]!)
  }
}
