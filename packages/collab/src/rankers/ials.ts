import { Generator } from '@onecycle/tensor-core'
import { checkNotNegative } from '../baselines/check-not-negative.ts'
import { bm25 } from './bm25.ts'
import { checkCounts } from './check-counts.ts'
import { fillRandom, paddedFactors, unpadded, type TrainedFactors } from './factor-tables.ts'
import type { Interactions } from './interactions.ts'
import { RankerWasm } from './ranker-wasm.ts'
import type { RatedItems } from '../rated-items.ts'

export interface IalsOptions {
  /** Width of the factors. Default 48. */
  readonly nFactors?: number
  /** Alpha: what a pair without an interaction weighs against one with. Default 0.1. */
  readonly unobservedWeight?: number
  /** Lambda. Default 6. */
  readonly regularisation?: number
  /** Passes over users and items. Default 10. */
  readonly iterations?: number
  /** `bm25` weighs interactions by {@link bm25}, 1 on average; default `none`: all weigh 1. */
  readonly weighting?: 'none' | 'bm25'
  /** Default 42. */
  readonly seed?: number
}

/** Steps of conjugate gradients a row and pass; the next pass goes on from there. */
const STEPS = 3

/**
 * Implicit alternating least squares: every pair of a user and an item is 1 or 0, and the ones weigh more.
 *
 *     sum over interactions of w_ui (1 - u . i)^2  +  alpha sum over all pairs of (u . i)^2
 *       +  lambda (sum |u|^2 + sum |i|^2)
 *
 * (Hu, Koren and Volinsky, 2008, in the form of Rendle and others, 2021.) Time a pass: interactions * factors
 * + rows * factors^2.
 *
 * @throws OnecycleError `BAD_OPTION`, `BAD_COUNT`, `BAD_SEED`
 */
export function trainIals(interactions: Interactions, options: IalsOptions = {}): TrainedFactors {
  const { nFactors = 48, unobservedWeight = 0.1, regularisation = 6, iterations = 10 } = options
  const { weighting = 'none', seed = 42 } = options
  checkCounts({ nFactors, iterations })
  checkNotNegative({ unobservedWeight, regularisation })
  const { ofUsers, ofItems, users, items } = interactions
  const width = paddedFactors(nFactors)
  const sizes = [users.size * width, items.size * width, width * width, 3 * width]
  const wasm = new RankerWasm([...sizes, ...listLengths(ofUsers), ...listLengths(ofItems)])
  const [user, item, gram, scratch] = sizes.map((length) => wasm.float32(length))
  const rng = new Generator(seed)
  fillRandom(user!, nFactors, 0.1 / Math.sqrt(nFactors), rng)
  fillRandom(item!, nFactors, 0.1 / Math.sqrt(nFactors), rng)

  const weigh = weighting === 'bm25' ? okapiWeights(interactions) : () => 1
  const side = (own: Float32Array, lists: RatedItems, weight: (row: number, column: number) => number) => ({
    own,
    rows: own.length / width,
    offsets: wasm.int32(lists.offsets).byteOffset,
    columns: wasm.int32(lists.items).byteOffset,
    weights: wasm.float32(weightsOf(lists, weight)).byteOffset,
  })
  const ofUser = side(user!, ofUsers, weigh)
  const ofItem = side(item!, ofItems, (i, u) => weigh(u, i))
  const solve = (to: typeof ofUser, from: typeof ofUser) => {
    const [stride, q] = [4 * width, from.own.byteOffset]
    wasm.kernels.gramOf(q, from.rows, stride, unobservedWeight, regularisation, gram!.byteOffset)
    wasm.kernels.solveRows(
      to.own.byteOffset, to.rows, q, stride, gram!.byteOffset, to.offsets, to.columns, to.weights, STEPS,
      scratch!.byteOffset,
    ) // prettier-ignore
  }
  for (let pass = 0; pass < iterations; pass++) {
    solve(ofUser, ofItem)
    solve(ofItem, ofUser)
  }
  return {
    userWeight: unpadded(user!, nFactors),
    itemWeight: unpadded(item!, nFactors),
    itemBias: new Float32Array(items.size),
    rule: { kind: 'ials', unobservedWeight, regularisation },
  }
}

const listLengths = ({ offsets, items }: RatedItems) => [offsets.length, items.length, items.length]

function weightsOf({ offsets, items }: RatedItems, weight: (row: number, column: number) => number) {
  const weights = new Float32Array(items.length)
  for (let row = 0; row + 1 < offsets.length; row++) {
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) weights[at] = weight(row, items[at]!)
  }
  return weights
}

function okapiWeights(interactions: Interactions): (user: number, item: number) => number {
  const { users, items } = bm25(interactions)
  const { ofItems } = interactions
  let sum = 0
  for (let item = 1; item < items.length; item++)
    for (const user of ofItems.ofUser(item)) sum += users[user]! * items[item]!
  const scale = sum > 0 ? ofItems.items.length / sum : 1
  return (user, item) => scale * users[user]! * items[item]!
}
