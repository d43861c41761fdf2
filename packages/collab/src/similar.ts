import { OnecycleError } from '@onecycle/tensor-core'
import type { RatedVocabulary } from './rated-vocabulary.ts'
import type { RawId } from './ratings.ts'
import { knownIndex } from './recommender-base.ts'
import { barRare, checkCount } from './recommender-candidates.ts'
import { NO_CANDIDATE, topN } from './recommender-top-n.ts'

/** How alike two rows of factors a and b are; larger is more alike. */
export type SimilarBy = 'cosine' | 'dot' | 'euclid'

export interface SimilarOptions {
  /** How many; fewer come back where there are fewer. Default 10. */
  readonly n?: number
  /**
   * `cosine` a . b / (|a| |b|), 0 where one of them is zero: the same taste, however strong; `dot` a . b:
   * strong tastes first; `euclid` -|a - b|: near in every factor. Default 'cosine'.
   */
  readonly by?: SimilarBy
  /** Only those with at least this many ratings: what few have rated has learned little. Default 0. */
  readonly minRatings?: number
}

/** Those that are most like one of them, as the application knows them: see {@link similarRows}. */
export const similarTo = (
  side: 'user' | 'item',
  id: RawId,
  weight: Float32Array,
  vocabulary: RatedVocabulary,
  options: SimilarOptions,
): { id: RawId; score: number }[] =>
  similarRows(weight, knownIndex(vocabulary, id, side), vocabulary, options).map(({ index, score }) => ({
    id: vocabulary.rawId(index),
    score,
  }))

/**
 * The rows of a table that are most like one of them, itself and row 0 left out; equals in the table's order.
 *
 * @param weight `[rows, factors]`
 * @throws OnecycleError `BAD_COUNT`, `BAD_MIN_RATINGS`, `BAD_SIMILARITY`
 */
export function similarRows(
  weight: Float32Array,
  index: number,
  { size, counts }: RatedVocabulary,
  { n = 10, by = 'cosine', minRatings = 0 }: SimilarOptions = {},
): { index: number; score: number }[] {
  const measure = measures[by] as Measure | undefined
  if (!measure) {
    const expected = Object.keys(measures).join(', ')
    throw new OnecycleError('BAD_SIMILARITY', `by is ${JSON.stringify(by)}; expected one of ${expected}`, {
      by,
    })
  }
  const factors = weight.length / size
  const row = (at: number) => weight.subarray(at * factors, (at + 1) * factors)
  const barred = new Uint8Array(size)
  barRare(barred, counts, minRatings)
  barred[0] = 1
  barred[index] = 1
  const own = row(index)
  const scores = new Float32Array(size)
  for (let at = 0; at < size; at++) scores[at] = barred[at] ? NO_CANDIDATE : measure(own, row(at))
  return Array.from(topN(scores, checkCount(n)), (at) => ({ index: at, score: measure(own, row(at)) }))
}

type Measure = (a: Float32Array, b: Float32Array) => number

const dot: Measure = (a, b) => {
  let sum = 0
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!
  return sum
}

const measures: Record<SimilarBy, Measure> = {
  cosine: (a, b) => {
    const lengths = Math.sqrt(dot(a, a) * dot(b, b))
    return lengths > 0 ? dot(a, b) / lengths : 0
  },
  dot,
  euclid: (a, b) => {
    let sum = 0
    for (let k = 0; k < a.length; k++) sum += (a[k]! - b[k]!) ** 2
    return -Math.sqrt(sum)
  },
}
