import { OnecycleError } from '@onecycle/tensor-core'

/** Which side's vectors gain a sum over the other's: items by their raters, users by what they rated, or both. */
export type ImplicitSide = 'item' | 'user' | 'both'

/** Lists of numbers, one after the other: list i is `members` from `offsets[i]` to `offsets[i + 1] - 1`. */
export interface IndexLists {
  readonly offsets: Int32Array
  readonly members: Int32Array
}

/** A side's receivers, whose vectors gain c times the sum of vectors of their givers. */
export interface ImplicitLists {
  /** By receiver: its givers, one for each training rating. */
  readonly givers: IndexLists
  /** By giver: its receivers. */
  readonly receivers: IndexLists
  /** By receiver, 1 / sqrt(its training ratings); 0 where there are none. */
  readonly scales: Float32Array
}

export interface ImplicitTermOptions {
  readonly side: ImplicitSide
  /** Users and items of the training ratings, as indices: `[ratings]`. No other rating reaches a sum. */
  readonly users: ArrayLike<number>
  readonly items: ArrayLike<number>
  /** Batches after which the summed vectors make a step. */
  readonly every: number
  /** Rows of the tables. */
  readonly userRows: number
  readonly itemRows: number
}

/**
 * Who rated what, for the implicit term of `EmbeddingDotBias`: that somebody rated something says something of
 * both, whatever the rating.
 */
export class ImplicitTerm {
  readonly side: ImplicitSide
  readonly every: number
  /** Items receive from users; null where they do not. */
  readonly ofItems: ImplicitLists | null
  /** Users receive from items; null where they do not. */
  readonly ofUsers: ImplicitLists | null

  /** @throws OnecycleError `BAD_IMPLICIT` */
  constructor({ side, users, items, every, userRows, itemRows }: ImplicitTermOptions) {
    checkImplicit(side, every)
    this.side = side
    this.every = every
    const itemsOf = listsOf(users, items, userRows)
    const ratersOf = listsOf(items, users, itemRows)
    this.ofItems =
      side === 'user' ? null : { givers: ratersOf, receivers: itemsOf, scales: scalesOf(ratersOf) }
    this.ofUsers =
      side === 'item' ? null : { givers: itemsOf, receivers: ratersOf, scales: scalesOf(itemsOf) }
  }
}

/** @throws OnecycleError `BAD_IMPLICIT` */
function checkImplicit(side: unknown, every: unknown): void {
  if (side !== 'item' && side !== 'user' && side !== 'both') {
    const message = `implicit is ${JSON.stringify(side)}; expected 'item', 'user' or 'both'`
    throw new OnecycleError('BAD_IMPLICIT', message, { side })
  }
  if (!(Number.isSafeInteger(every) && (every as number) >= 1)) {
    const message = `implicitEvery is ${String(every)}; expected an integer of at least 1`
    throw new OnecycleError('BAD_IMPLICIT', message, { every })
  }
}

/** The members of each of `count` lists, in the order of the ratings. */
function listsOf(lists: ArrayLike<number>, members: ArrayLike<number>, count: number): IndexLists {
  const offsets = new Int32Array(count + 1)
  for (let row = 0; row < lists.length; row++) offsets[lists[row]! + 1]!++
  for (let list = 0; list < count; list++) offsets[list + 1]! += offsets[list]!
  const next = offsets.slice()
  const sorted = new Int32Array(members.length)
  for (let row = 0; row < members.length; row++) sorted[next[lists[row]!]!++] = members[row]!
  return { offsets, members: sorted }
}

const scalesOf = ({ offsets }: IndexLists): Float32Array =>
  Float32Array.from({ length: offsets.length - 1 }, (_, i) => {
    const count = offsets[i + 1]! - offsets[i]!
    return count > 0 ? 1 / Math.sqrt(count) : 0
  })

/** The rows of `own` with their gains: `own[i] + scales[i] sum of given[j] over the givers j of i`. */
export function withGains(
  own: Float32Array,
  given: Float32Array,
  { givers, scales }: ImplicitLists,
): Float32Array {
  const factors = own.length / scales.length
  const sums = new Float64Array(factors)
  const rows = own.slice()
  for (const [row, scale] of scales.entries()) {
    sums.fill(0)
    for (let at = givers.offsets[row]!; at < givers.offsets[row + 1]!; at++) {
      const from = givers.members[at]! * factors
      for (let k = 0; k < factors; k++) sums[k]! += given[from + k]!
    }
    for (let k = 0; k < factors; k++) rows[row * factors + k]! += scale * sums[k]!
  }
  return rows
}
