import { OnecycleError } from '@onecycle/tensor-core'
import type { ExplanationByRatings } from './explain.ts'
import { pullsOf, solveFoldIn, type FoldInProblem } from './fold-in-solve.ts'
import { solveFactorised } from './fold-in-cholesky.ts'
import type { YRange } from './models/embedding-dot-bias.ts'
import type { RatedVocabulary } from './rated-vocabulary.ts'
import type { RawId } from './ratings.ts'
import { rawScore, squeeze, type Table } from './recommender-scores.ts'

export interface FoldInOptions {
  /**
   * Lambda: how strongly few ratings are held to the average user (or item), in squared units of a rating.
   * Default 7 for a yRange of [0, 5.5], and in proportion to the square of its width; 7 without a yRange.
   * On MovieLens 100k, with users left out of training, anything from 5 to 10 was within 0.003 of the best RMSE
   * for 5, 15, 50 or all of their ratings.
   */
  readonly regularisation?: number
}

/** What a fold-in is made from: both sides of a model, named from the view of the one to fold in. */
export interface FoldInSides {
  /** The side that the new one belongs to: its average row. */
  readonly average: Table
  /** The side that the ratings name. */
  readonly other: Table
  readonly vocabulary: RatedVocabulary
  readonly side: 'user' | 'item'
  readonly nFactors: number
  readonly yRange: YRange | null
}

/** Share of the squared width of yRange; of five stars, 7. */
const STRENGTH = 7 / 5.5 ** 2
const STRENGTH_WITHOUT_RANGE = 7

/** Someone (or something) new as a row of the model's table, and the ratings that made it. */
export class FoldedRow {
  /** A table of one row. */
  readonly table: { readonly weight: Float64Array; readonly bias: Float64Array }
  /** Indices on the other side of what was rated. */
  readonly rated: Int32Array
  /** Ids of ratings that the model does not know: they had no part in this. */
  readonly unknown: readonly RawId[]
  readonly #problem: FoldInProblem
  readonly #x: Float64Array
  readonly #sides: FoldInSides
  #pulls: { factor: Float64Array; pulls: Float64Array; biases: Float64Array } | undefined

  /**
   * @param ratings of one id more than once, the last counts
   * @throws OnecycleError `NO_RATINGS`, `UNKNOWN_ITEM` or `UNKNOWN_USER` when none is known, `BAD_RATING`,
   *   `BAD_REGULARISATION`
   */
  constructor(
    sides: FoldInSides,
    ratings: Iterable<readonly [id: RawId, rating: number]>,
    options: FoldInOptions,
  ) {
    const latest = new Map(ratings)
    checkRatings(sides, latest)
    const known = [...latest].filter(([id]) => sides.vocabulary.has(id))
    this.unknown = [...latest.keys()].filter((id) => !sides.vocabulary.has(id))
    if (known.length === 0) throw noneKnown(sides, this.unknown)
    this.rated = Int32Array.from(known, ([id]) => sides.vocabulary.indexOf(id))
    this.#sides = sides
    this.#problem = {
      vectors: this.#vectors(),
      biases: Float64Array.from(this.rated, (index) => sides.other.bias[index]!),
      ratings: Float64Array.from(known, ([, rating]) => rating),
      prior: Float64Array.of(...sides.average.weight, ...sides.average.bias),
      yRange: sides.yRange,
      regularisation: strengthOf(options, sides.yRange),
    }
    this.#x = solveFoldIn(this.#problem)
    this.table = { weight: this.#x.subarray(0, sides.nFactors), bias: this.#x.subarray(sides.nFactors) }
  }

  /** Why the score with this index of the other side is what it is, rating by rating. */
  explain(index: number): ExplanationByRatings {
    const { other, average, nFactors, vocabulary, yRange } = this.#sides
    const { vectors, ratings } = this.#problem
    const size = nFactors + 1
    const { factor, pulls, biases } = this.#says()
    // A^-1 times the vector of what is explained; its product with q_i is the say of rating i.
    const reach = new Float64Array(size).fill(1)
    for (let k = 0; k < nFactors; k++) reach[k] = other.weight[index * nFactors + k]!
    solveFactorised(factor, size, reach)
    const contributions = Array.from(ratings, (rating, i) => {
      let say = 0
      for (let k = 0; k < size; k++) say += vectors[i * size + k]! * reach[k]!
      const contribution = say * pulls[i]!
      const id = vocabulary.rawId(this.rated[i]!)
      return { id, rating, contribution, taste: contribution - biases[i]! }
    })
    const raw = rawScore(this.table, 0, other, index, nFactors)
    return {
      score: squeeze(raw, yRange),
      raw,
      average: rawScore(average, 0, other, index, nFactors),
      bias: this.table.bias[0]! - average.bias[0]!,
      ratings: contributions.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)),
    }
  }

  /** `pullsOf`, and what each rating adds to the bias, `[ratings]`: the same whatever is explained. */
  #says(): { factor: Float64Array; pulls: Float64Array; biases: Float64Array } {
    if (this.#pulls) return this.#pulls
    const { vectors } = this.#problem
    const size = this.#sides.nFactors + 1
    const { factor, pulls } = pullsOf(this.#problem, this.#x)
    const reach = new Float64Array(size)
    reach[size - 1] = 1
    solveFactorised(factor, size, reach)
    const biases = pulls.map((pull, i) => {
      let say = 0
      for (let k = 0; k < size; k++) say += vectors[i * size + k]! * reach[k]!
      return say * pull
    })
    return (this.#pulls = { factor, pulls, biases })
  }

  /** Factors of what was rated, and a 1 for the bias: `[ratings, factors + 1]`. */
  #vectors(): Float64Array {
    const { nFactors, other } = this.#sides
    const size = nFactors + 1
    const vectors = new Float64Array(this.rated.length * size)
    this.rated.forEach((index, i) => {
      for (let k = 0; k < nFactors; k++) vectors[i * size + k] = other.weight[index * nFactors + k]!
      vectors[i * size + nFactors] = 1
    })
    return vectors
  }
}

function strengthOf({ regularisation }: FoldInOptions, yRange: YRange | null): number {
  if (regularisation === undefined) {
    return yRange ? STRENGTH * (yRange[1] - yRange[0]) ** 2 : STRENGTH_WITHOUT_RANGE
  }
  if (regularisation > 0 && Number.isFinite(regularisation)) return regularisation
  throw new OnecycleError(
    'BAD_REGULARISATION',
    `regularisation is ${regularisation}; expected a number above 0`,
    { regularisation },
  )
}

function checkRatings({ side, yRange }: FoldInSides, ratings: ReadonlyMap<RawId, number>): void {
  if (ratings.size === 0) {
    throw new OnecycleError('NO_RATINGS', 'there are no ratings to fold in; expected at least one')
  }
  const [low, high] = yRange ?? [-Infinity, Infinity]
  for (const [id, rating] of ratings) {
    if (Number.isFinite(rating) && rating >= low && rating <= high) continue
    const expected = yRange ? `a number from ${low} to ${high}` : 'a finite number'
    throw new OnecycleError(
      'BAD_RATING',
      `the rating of ${side === 'user' ? 'item' : 'user'} ${JSON.stringify(id)} is ${rating}; expected ${expected}`,
      { id, rating },
    )
  }
}

function noneKnown({ side, vocabulary }: FoldInSides, unknown: readonly RawId[]): OnecycleError {
  const other = side === 'user' ? 'item' : 'user'
  const named = unknown.slice(0, 5).map((id) => JSON.stringify(id))
  if (unknown.length > 5) named.push('...')
  return new OnecycleError(
    other === 'item' ? 'UNKNOWN_ITEM' : 'UNKNOWN_USER',
    `none of the rated ${other}s (${named.join(', ')}) is among the ${vocabulary.size - 1} ${other}s of this model`,
    { unknown },
  )
}
