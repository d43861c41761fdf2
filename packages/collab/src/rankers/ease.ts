import { OnecycleError } from '@onecycle/tensor-core'
import type { RatedItems } from '../rated-items.ts'
import { checkNotNegative } from '../baselines/check-not-negative.ts'
import { checkCounts } from './check-counts.ts'
import type { Interactions } from './interactions.ts'
import { linkItems, type ItemLinks } from './item-links.ts'
import { RankerWasm } from './ranker-wasm.ts'

export interface EaseOptions {
  /** Lambda: of links made by fewer common users little is left. Default 500. */
  readonly regularisation?: number
  /** Links kept for each item, the strongest. Default: so many that all take 32 MB; all of 2,000 items. */
  readonly neighbours?: number
}

const LINKS = 4_000_000

/** The largest matrix that is inverted: 0.8 GB, and minutes. */
const LARGEST = 10_000

/**
 * EASE: the linear autoencoder without hidden layer. With X `[users, items]` of ones and zeros, it minimises
 *
 *     |X - X B|^2 + lambda |B|^2  with diag(B) = 0:     B_ji = -P_ji / P_ii,  P = (X^T X + lambda I)^-1
 *
 * (Steck, 2019.) The inverse is taken on the side with fewer rows; where these are users, by
 * P = (I - X^T K X) / lambda, K = (X X^T + lambda I)^-1. Time: min(users, items)^3.
 *
 * @throws OnecycleError `TOO_MANY_ITEMS`, `BAD_OPTION`, `BAD_COUNT`
 */
export function easeLinks(
  { ofUsers, ofItems, users, items }: Interactions,
  { regularisation = 500, neighbours = Math.ceil(LINKS / items.size) }: EaseOptions = {},
): ItemLinks {
  checkNotNegative({ regularisation })
  checkCounts({ neighbours })
  const size = Math.min(users.size, items.size) - 1
  if (size > LARGEST) {
    throw new OnecycleError(
      'TOO_MANY_ITEMS',
      `ease: there are ${users.size - 1} users and ${items.size - 1} items; expected at most ${LARGEST} of one ` +
        `of them. Use model: 'ials' instead`,
      { users: users.size - 1, items: items.size - 1 },
    )
  }
  return items.size <= users.size
    ? linksByItems(ofUsers, items.size, regularisation, neighbours)
    : linksByUsers(ofUsers, ofItems, regularisation, neighbours)
}

function linksByItems(ofUsers: RatedItems, items: number, lambda: number, kept: number): ItemLinks {
  const side = sideOf(items)
  const wasm = new RankerWasm([side * side, side * side])
  const inverse = inverseGram(wasm, ofUsers, side, lambda)
  return linkItems(items, kept, (target, weights) => {
    const row = inverse.subarray(target * side, target * side + items)
    const scale = -1 / row[target]!
    for (let j = 0; j < items; j++) weights[j] = scale * row[j]!
  })
}

function linksByUsers(ofUsers: RatedItems, ofItems: RatedItems, lambda: number, kept: number): ItemLinks {
  const [users, items] = [ofUsers.offsets.length - 1, ofItems.offsets.length - 1]
  const side = sideOf(users)
  const lists = [ofItems.offsets, ofItems.items, ofUsers.offsets, ofUsers.items]
  const sizes = [side * side, side * side, 4 * side, 4 * items]
  const wasm = new RankerWasm([...sizes, ...lists.map(({ length }) => length)])
  const inverse = inverseGram(wasm, ofItems, side, lambda)
  const [sums, block] = [wasm.float32(4 * side), wasm.float32(4 * items)]
  const [userOffsets, userLists, itemOffsets, itemLists] = lists.map((list) => wasm.int32(list).byteOffset)
  return linkItems(items, kept, (target, weights) => {
    // Columns of I - lambda P, four at a time: linkItems asks for one after the other, from 1.
    const column = (target - 1) % 4
    if (column === 0) {
      wasm.kernels.reach(
        inverse.byteOffset, side, userOffsets!, userLists!, itemOffsets!, itemLists!, users, items, target,
        sums.byteOffset, block.byteOffset,
      ) // prettier-ignore
    }
    const scale = 1 / (1 - block[4 * target + column]!)
    for (let j = 0; j < items; j++) weights[j] = scale * block[4 * j + column]!
  })
}

/** Rows of a matrix for the kernels. */
const sideOf = (size: number): number => Math.ceil(size / 4) * 4

/**
 * (G + lambda I)^-1 where G_ij counts the lists that have both i and j: `[side, side]`. Makes the first two
 * arrays of the memory.
 */
function inverseGram(
  wasm: RankerWasm,
  { offsets, items }: RatedItems,
  side: number,
  lambda: number,
): Float32Array {
  const gram = wasm.float32(side * side)
  const scratch = wasm.float32(side * side)
  for (let list = 0; list + 1 < offsets.length; list++) {
    for (let a = offsets[list]!; a < offsets[list + 1]!; a++) {
      const row = items[a]! * side
      // Lists ascend: this is the lower triangle, which is all that is read.
      for (let b = offsets[list]!; b <= a; b++) gram[row + items[b]!]!++
    }
  }
  for (let i = 0; i < side; i++) gram[i * side + i]! += lambda
  if (wasm.kernels.invert(gram.byteOffset, scratch.byteOffset, side)) return gram
  throw new OnecycleError(
    'BAD_OPTION',
    `ease: regularisation is ${lambda}, too small for this data; expected more`,
    { regularisation: lambda },
  )
}
