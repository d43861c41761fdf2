import { Generator } from '@onecycle/tensor-core'
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
  const sampler = new TripleSampler(ofUsers, items.size, rng)
  for (let pass = 0; pass < iterations; pass++) {
    const count = sampler.draw(triples)
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

/** Draws, for each interaction in random order, an item that the user has not chosen. */
class TripleSampler {
  readonly #chosen: Interactions['ofUsers']
  readonly #items: number
  readonly #rng: Generator
  readonly #userOf: Int32Array

  constructor(chosen: Interactions['ofUsers'], items: number, rng: Generator) {
    this.#chosen = chosen
    this.#items = items
    this.#rng = rng
    const users = chosen.offsets.length - 1
    this.#userOf = new Int32Array(chosen.items.length)
    for (let user = 0; user < users; user++)
      this.#userOf.fill(user, chosen.offsets[user], chosen.offsets[user + 1])
  }

  /** Fills `[interactions, 3]` with user, chosen item, other item; gives how many. */
  draw(triples: Int32Array): number {
    const { offsets, items } = this.#chosen
    let end = 0
    for (const at of this.#rng.permutation(items.length)) {
      const user = this.#userOf[at]!
      // Who has chosen everything has nothing to be taught.
      if (offsets[user + 1]! - offsets[user]! >= this.#items - 1) continue
      triples[end] = user
      triples[end + 1] = items[at]!
      triples[end + 2] = this.#otherThan(user)
      end += 3
    }
    return end / 3
  }

  #otherThan(user: number): number {
    for (;;) {
      const item = 1 + this.#rng.integer(this.#items - 1)
      if (!isIn(this.#chosen, user, item)) return item
    }
  }
}

/** Whether an ascending list holds an item, by bisection. */
function isIn({ offsets, items }: Interactions['ofUsers'], list: number, item: number): boolean {
  let [low, high] = [offsets[list]!, offsets[list + 1]! - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    if (items[middle] === item) return true
    if (items[middle]! < item) low = middle + 1
    else high = middle - 1
  }
  return false
}
