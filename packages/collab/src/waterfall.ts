import type { Explanation, ExplanationByRatings } from './explain.ts'
import type { YRange } from './models/embedding-dot-bias.ts'
import type { RawId } from './ratings.ts'
import { squeeze } from './recommender-scores.ts'

/** One part of a prediction, as a step from the score before it to the score after it. */
export interface WaterfallStep {
  /**
   * - `global`: what everyone gives to everything; the first step, from 0
   * - `itemBias`: how much better this item is liked than the mean item
   * - `averageTaste`: what the average user's taste makes of this item (fold-ins only)
   * - `userBias`: how much more generous this user is than the mean user
   * - `factor`: a latent factor, `id` its number from 0
   * - `rating`: a rating of the user's own, through taste; `id` is the item (fold-ins only)
   * - `rest`: all other factors or ratings, `count` of them
   */
  readonly part: 'global' | 'itemBias' | 'averageTaste' | 'userBias' | 'factor' | 'rating' | 'rest'
  readonly id?: RawId
  readonly rating?: number
  readonly count?: number
  /** What it adds to the score before the sigmoid. */
  readonly raw: number
  /** What it adds to the predicted rating, taken in this order. */
  readonly change: number
  /** The predicted rating with this part and all before it. */
  readonly score: number
}

export interface WaterfallOptions {
  /** How many factors (or ratings) are steps of their own, the largest; the others are the rest. Default 5. */
  readonly most?: number
}

/** A step before it is known where it stands. */
type Part = Omit<WaterfallStep, 'change' | 'score'>

/** The parts of {@link Explanation} as steps in units of a rating: their changes sum to the score. */
export function waterfallOfFactors(
  { global, itemBias, userBias, factors }: Explanation,
  yRange: YRange | null,
  { most = 5 }: WaterfallOptions,
): WaterfallStep[] {
  const byFactor = Array.from(factors, (raw, id): Part => ({ part: 'factor', id, raw }))
  byFactor.sort(largestFirst)
  const biases: Part[] = [
    { part: 'global', raw: global },
    { part: 'itemBias', raw: itemBias },
    { part: 'userBias', raw: userBias },
  ]
  return stepsOf([...biases, ...largest(byFactor, most)], yRange)
}

/** The parts of {@link ExplanationByRatings} as steps in units of a rating: their changes sum to the score. */
export function waterfallOfRatings(
  { global, itemBias }: Explanation,
  { average, bias, ratings }: ExplanationByRatings,
  yRange: YRange | null,
  { most = 5 }: WaterfallOptions,
): WaterfallStep[] {
  const byRating = ratings.map(({ id, rating, taste }): Part => ({ part: 'rating', id, rating, raw: taste }))
  byRating.sort(largestFirst)
  const others: Part[] = [
    { part: 'global', raw: global },
    { part: 'itemBias', raw: itemBias },
    { part: 'averageTaste', raw: average - global - itemBias },
    { part: 'userBias', raw: bias },
  ]
  return stepsOf([...others, ...largest(byRating, most)], yRange)
}

const largestFirst = (a: Part, b: Part) => Math.abs(b.raw) - Math.abs(a.raw)

/** The first so many, and the sum of the others. */
function largest(sorted: readonly Part[], most: number): Part[] {
  const others = sorted.slice(most)
  if (others.length === 0) return [...sorted]
  const raw = others.reduce((sum, part) => sum + part.raw, 0)
  return [...sorted.slice(0, most), { part: 'rest', count: others.length, raw }]
}

function stepsOf(parts: readonly Part[], yRange: YRange | null): WaterfallStep[] {
  let raw = 0
  let before = 0
  return parts.map((part) => {
    raw += part.raw
    const score = squeeze(raw, yRange)
    const change = score - before
    before = score
    return { ...part, change, score }
  })
}
