import { OnecycleError } from '@onecycle/tensor-core'
import type { RatedVocabulary } from './rated-vocabulary.ts'
import type { RecommendOptions } from './recommender-contract.ts'
import { NO_CANDIDATE } from './recommender-top-n.ts'

/** Which items may be recommended: the options of a call, checked once and applied to the scores of each user. */
export class Candidates {
  readonly n: number
  readonly #includeSeen: boolean
  /** Indices of the items that may not be recommended to anyone; the unknown item is always one of them. */
  readonly #barred: Int32Array

  /** @throws OnecycleError `BAD_COUNT`, `BAD_MIN_RATINGS` */
  constructor(items: RatedVocabulary, options: RecommendOptions = {}) {
    const { n = 10, includeSeen = false, allow, deny = [], minRatings = 0 } = options
    this.n = checkCount(n)
    this.#includeSeen = includeSeen
    const barred = new Uint8Array(items.size).fill(allow ? 1 : 0)
    for (const item of allow ?? []) barred[items.indexOf(item)] = 0
    for (const item of deny) barred[items.indexOf(item)] = 1
    barRare(barred, items.counts, minRatings)
    barred[0] = 1
    this.#barred = markedIn(barred)
  }

  /**
   * Takes out of `scores` what may not be recommended.
   *
   * @param scores `[items]`
   * @param seen indices of the items that the user has rated
   */
  keepIn(scores: Float32Array, seen: Int32Array): void {
    for (const index of this.#barred) scores[index] = NO_CANDIDATE
    if (!this.#includeSeen) for (const index of seen) scores[index] = NO_CANDIDATE
  }
}

/** The positions of what is not 0. */
function markedIn(flags: Uint8Array): Int32Array {
  const positions = new Int32Array(flags.length)
  let count = 0
  for (let at = 0; at < flags.length; at++) if (flags[at]) positions[count++] = at
  return positions.slice(0, count)
}

/** Bars what has fewer than `minRatings` ratings. @throws OnecycleError `BAD_MIN_RATINGS` */
export function barRare(barred: Uint8Array, counts: Int32Array, minRatings: number): void {
  if (!(minRatings >= 0)) {
    throw new OnecycleError(
      'BAD_MIN_RATINGS',
      `minRatings is ${minRatings}; expected a number of at least 0`,
      {
        minRatings,
      },
    )
  }
  if (minRatings === 0) return
  for (let index = 0; index < barred.length; index++) if (counts[index]! < minRatings) barred[index] = 1
}

/** @throws OnecycleError `BAD_COUNT` */
export function checkCount(n: number): number {
  if (Number.isInteger(n) && n >= 1) return n
  throw new OnecycleError('BAD_COUNT', `n is ${n}; expected an integer of at least 1`, { n })
}
