import { Generator } from '@onecycle/tensor-core'
import type { RatedItems } from '../rated-items.ts'
import { checkNotNegative } from '../baselines/check-not-negative.ts'
import { checkCounts } from './check-counts.ts'
import { fillRandom, paddedFactors, unpadded, type TrainedFactors } from './factor-tables.ts'
import type { Interactions } from './interactions.ts'
import { RankerWasm } from './ranker-wasm.ts'

export interface BprOptions {
  /** Width of the factors. Default 32. */
  readonly nFactors?: number
  /** Step of the ascent. Default 0.02. */
  readonly lr?: number
  /** Lambda: decay of all parameters that a step touches. Default 0.03. */
  readonly regularisation?: number
  /** Passes over the interactions. Default 100. */
  readonly iterations?: number
  /** Default 42. */
  readonly seed?: number
}

/**
 * Bayesian personalised ranking: what a user has chosen shall stand above what they have not.
 *
 *     sum over interactions of ln sigmoid(x_ui - x_uj) - lambda / 2 |parameters|^2,   x_ui = bias_i + u . i
 *
 * with j drawn anew at each pass, uniformly from the items that the user has not chosen. (Rendle and others, 2009.)
 *
 * @throws OnecycleError `BAD_OPTION`, `BAD_COUNT`, `BAD_SEED`
 */
export function trainBpr({ ofUsers, users, items }: Interactions, options: BprOptions = {}): TrainedFactors {
  const { nFactors = 32, lr = 0.02, regularisation = 0.03, iterations = 100, seed = 42 } = options
  checkCounts({ nFactors, iterations })
  checkNotNegative({ lr, regularisation })
  const width = paddedFactors(nFactors)
  const sizes = [users.size * width, items.size * width, items.size]
  const wasm = new RankerWasm([...sizes, 3 * ofUsers.items.length])
  const [user, item, bias] = sizes.map((length) => wasm.float32(length))
  const triples = wasm.int32(3 * ofUsers.items.length)
  const rng = new Generator(seed)
  fillRandom(user!, nFactors, 0.1, rng)
  fillRandom(item!, nFactors, 0.1, rng)
  for (let pass = 0; pass < iterations; pass++) {
    const count = drawTriples(ofUsers, items.size, rng, triples)
    wasm.kernels.rankPairs(
      user!.byteOffset, item!.byteOffset, bias!.byteOffset, 4 * width, triples.byteOffset, count, lr,
      regularisation,
    ) // prettier-ignore
  }
  return {
    userWeight: unpadded(user!, nFactors),
    itemWeight: unpadded(item!, nFactors),
    itemBias: bias!.slice(),
    rule: { kind: 'bpr', lr, regularisation },
  }
}

/**
 * Draws, for each interaction, an item that the user has not chosen; users who have chosen everything have
 * nothing to be taught.
 *
 * @param triples `[interactions, 3]`, to fill with user, chosen item, other item, in random order
 * @returns how many
 */
function drawTriples({ offsets, items }: RatedItems, itemCount: number, rng: Generator, triples: Int32Array) {
  const last = itemCount - 1
  const isFull = (user: number) => offsets[user + 1]! - offsets[user]! >= last
  const isChosen = new Uint8Array(itemCount)
  let count = 0
  for (let user = 0; user + 1 < offsets.length; user++)
    if (!isFull(user)) count += offsets[user + 1]! - offsets[user]!
  const places = rng.permutation(count)
  let next = 0
  for (let user = 0; user + 1 < offsets.length; user++) {
    if (isFull(user)) continue
    const [from, to] = [offsets[user]!, offsets[user + 1]!]
    for (let at = from; at < to; at++) isChosen[items[at]!] = 1
    for (let at = from; at < to; at++) {
      let other = 1 + rng.integer(last)
      while (isChosen[other]) other = 1 + rng.integer(last)
      const place = 3 * places[next++]!
      triples[place] = user
      triples[place + 1] = items[at]!
      triples[place + 2] = other
    }
    for (let at = from; at < to; at++) isChosen[items[at]!] = 0
  }
  return count
}
