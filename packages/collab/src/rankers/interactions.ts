import { OnecycleError } from '@onecycle/tensor-core'
import type { CollabDataLoaders } from '../collab-data-loaders.ts'
import { RatedItems } from '../rated-items.ts'
import type { RatedVocabulary } from '../rated-vocabulary.ts'

/** Who has chosen what: each pair once, without a rating. Lists are of ascending indices. */
export interface Interactions {
  readonly users: RatedVocabulary
  readonly items: RatedVocabulary
  /** What each user has rated, whatever they made of it: left out of recommendations. */
  readonly rated: RatedItems
  /** The items that each user has chosen. */
  readonly ofUsers: RatedItems
  /** The users who have chosen each item; in a {@link RatedItems}, too: its "items" are users here. */
  readonly ofItems: RatedItems
}

/**
 * The training ratings as interactions.
 *
 * @param from ratings from here on count; default all: to have rated something is to have chosen it
 * @throws OnecycleError `NO_INTERACTIONS`
 */
export function interactionsOf(dls: CollabDataLoaders, from = -Infinity): Interactions {
  const { users, items, rated, train } = dls
  const { inputs, targets } = train.dataset.batch(new Uint32Array(train.dataset.length).map((_, row) => row))
  const rows = new Uint32Array(targets.data.length)
  let count = 0
  for (let row = 0; row < rows.length; row++) if (targets.data[row]! >= from) rows[count++] = row
  if (count === 0) {
    throw new OnecycleError(
      'NO_INTERACTIONS',
      `none of the ${rows.length} training ratings is at least ${from}; expected some (option "from")`,
      { from },
    )
  }
  const [user, item] = inputs.map(({ data }) => new Int32Array(count).map((_, i) => data[rows[i]!]!))
  // By item first: a stable sort by user then leaves ascending items, with repetitions side by side.
  const ofUsers = withoutRepetitions(transpose(RatedItems.of(item!, user!, items.size), users.size))
  return { users, items, rated, ofUsers, ofItems: transpose(ofUsers, items.size) }
}

/** The same pairs by the other side; its lists ascend. */
export function transpose({ offsets, items }: RatedItems, size: number): RatedItems {
  const rows = new Int32Array(items.length)
  for (let row = 0; row + 1 < offsets.length; row++) rows.fill(row, offsets[row], offsets[row + 1])
  return RatedItems.of(items, rows, size)
}

/** How long each list is. */
export const lengthsOf = ({ offsets }: RatedItems): Float32Array =>
  Float32Array.from({ length: offsets.length - 1 }, (_, row) => offsets[row + 1]! - offsets[row]!)

function withoutRepetitions({ offsets, items }: RatedItems): RatedItems {
  const kept = new Int32Array(items.length)
  const starts = new Int32Array(offsets.length)
  let end = 0
  for (let row = 0; row + 1 < offsets.length; row++) {
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      if (at === offsets[row] || items[at] !== items[at - 1]) kept[end++] = items[at]!
    }
    starts[row + 1] = end
  }
  return new RatedItems(starts, kept.slice(0, end))
}
