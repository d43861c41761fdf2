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
    return RatedItems.ofParts([{ user, item }], users)
  }

  /**
   * The same of ratings in several parts: each user's list has its items of the first part first.
   *
   * @param parts columns of indices, `[ratings]` each
   */
  static ofParts(
    parts: readonly { readonly user: ArrayLike<number>; readonly item: ArrayLike<number> }[],
    users: number,
  ): RatedItems {
    const offsets = new Int32Array(users + 1)
    for (const { user } of parts) for (let row = 0; row < user.length; row++) offsets[user[row]! + 1]!++
    for (let u = 0; u < users; u++) offsets[u + 1]! += offsets[u]!
    const next = offsets.slice()
    const lists = new Int32Array(offsets[users]!)
    for (const { user, item } of parts) {
      for (let row = 0; row < user.length; row++) lists[next[user[row]!]!++] = item[row]!
    }
    return new RatedItems(offsets, lists)
  }

  /** The items of one user: a view. */
  ofUser(user: number): Int32Array {
    return this.items.subarray(this.offsets[user]!, this.offsets[user + 1]!)
  }
}
