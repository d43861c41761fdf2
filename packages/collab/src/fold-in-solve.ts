import { factorise, solveFactorised } from './fold-in-cholesky.ts'
import type { YRange } from './models/embedding-dot-bias.ts'
import { squeeze } from './recommender-scores.ts'

/** Ratings of someone new: what is known of the things they rated, and what they are expected to be like. */
export interface FoldInProblem {
  /** Factors of each rated thing, and a 1 for the bias: `[ratings, size]`. */
  readonly vectors: Float64Array
  /** Bias of each rated thing, `[ratings]`. */
  readonly biases: Float64Array
  /** `[ratings]` */
  readonly ratings: Float64Array
  /** Factors and bias of the average one, `[size]`. */
  readonly prior: Float64Array
  readonly yRange: YRange | null
  /** Lambda. */
  readonly regularisation: number
}

/** Newton's steps come to rest after a few; this is a guard. */
const MOST_STEPS = 30
const MOST_HALVINGS = 12
const TOLERANCE = 1e-9
/** The ends of yRange are infinitely far in logits: ratings there start from this share of the range inside. */
const CLOSEST = 0.01

/**
 * The factors and bias x, `[size]`, of someone new with ratings r_i of things with vectors q_i and biases c_i:
 * the x that makes smallest
 *
 *     J(x) = sum_i (r_i - f(s_i))^2 + lambda |x - prior|^2,   s_i = c_i + q_i . x
 *
 * where f is the sigmoid range (or leaves s as it is). The start is in closed form: ridge regression of the
 * ratings' logits z_i, weighted by f'(z_i)^2. Newton's steps on J follow, each halved until J grows no more;
 * Gauss-Newton's where the Hessian is not positive definite. Without a yRange the start is the answer.
 * Deterministic; cost per step: ratings size^2 / 2 + size^3 / 6.
 */
export function solveFoldIn(problem: FoldInProblem): Float64Array {
  const { prior, yRange } = problem
  const size = prior.length
  const x = prior.slice()
  const step = new Float64Array(size)
  const matrix = new Float64Array(size * size)
  const add = (share: number, to: Float64Array) => {
    for (let k = 0; k < size; k++) to[k] = x[k]! + share * step[k]!
  }
  descend(problem, x, 'logits', matrix, step)
  add(1, x)
  if (!yRange) return x

  const trial = new Float64Array(size)
  let best = objective(problem, x)
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    if (!descend(problem, x, 'newton', matrix, step)) descend(problem, x, 'gauss-newton', matrix, step)
    let share = 1
    add(share, trial)
    let value = objective(problem, trial)
    for (let halvings = 0; value > best && halvings < MOST_HALVINGS; halvings++) {
      add((share /= 2), trial)
      value = objective(problem, trial)
    }
    if (value > best) break
    x.set(trial)
    best = value
    if (step.every((change) => Math.abs(share * change) < TOLERANCE)) break
  }
  return x
}

/**
 * What each rating weighs in the answer x, and how much it asks for. At the x of {@link solveFoldIn}
 *
 *     x - prior = A^-1 sum_i q_i pull_i,   A = sum_i f'(s_i)^2 q_i q_i^T + lambda I
 *     pull_i = f'(s_i)^2 q_i . (x - prior) + f'(s_i) (r_i - f(s_i))
 *
 * exactly, because the gradient of J is zero there: the answer is a sum over the ratings.
 *
 * @returns A, factorised, `[size, size]`, and pull, `[ratings]`
 */
export function pullsOf(
  problem: FoldInProblem,
  x: Float64Array,
): { factor: Float64Array; pulls: Float64Array } {
  const { vectors, prior, ratings } = problem
  const size = prior.length
  const factor = new Float64Array(size * size)
  descend(problem, x, 'gauss-newton', factor, new Float64Array(size))
  const pulls = ratings.map((rating, i) => {
    const { value, slope } = sigmoidAt(scoreOf(problem, x, i), problem.yRange)
    let beyondPrior = 0
    for (let k = 0; k < size; k++) beyondPrior += vectors[i * size + k]! * (x[k]! - prior[k]!)
    return slope * slope * beyondPrior + slope * (rating - value)
  })
  return { factor, pulls }
}

type Method = 'logits' | 'gauss-newton' | 'newton'

/**
 * Solves M step = sum_i g_i q_i + lambda (prior - x), M = sum_i h_i q_i q_i^T + lambda I: the step from x that
 * the method proposes. `matrix` is left factorised. False where M is not positive definite.
 */
function descend(
  problem: FoldInProblem,
  x: Float64Array,
  method: Method,
  matrix: Float64Array,
  step: Float64Array,
): boolean {
  const { vectors, prior, ratings, regularisation, yRange } = problem
  const size = prior.length
  matrix.fill(0)
  for (let k = 0; k < size; k++) {
    matrix[k * size + k] = regularisation
    step[k] = regularisation * (prior[k]! - x[k]!)
  }
  for (let i = 0; i < ratings.length; i++) {
    const score = scoreOf(problem, x, i)
    const rating = ratings[i]!
    let push: number
    let curvature: number
    if (method === 'logits') {
      const target = logit(rating, yRange)
      const { slope } = sigmoidAt(target, yRange)
      curvature = slope * slope
      push = curvature * (target - score)
    } else {
      const { value, slope, bend } = sigmoidAt(score, yRange)
      push = slope * (rating - value)
      curvature = slope * slope - (method === 'newton' ? bend * (rating - value) : 0)
    }
    const at = i * size
    for (let a = 0; a < size; a++) {
      const q = vectors[at + a]!
      step[a]! += push * q
      const row = a * size
      const scaled = curvature * q
      for (let b = 0; b <= a; b++) matrix[row + b]! += scaled * vectors[at + b]!
    }
  }
  if (!factorise(matrix, size)) return false
  solveFactorised(matrix, size, step)
  return true
}

function objective(problem: FoldInProblem, x: Float64Array): number {
  const { prior, ratings, regularisation, yRange } = problem
  let sum = 0
  for (let k = 0; k < x.length; k++) sum += regularisation * (x[k]! - prior[k]!) ** 2
  for (let i = 0; i < ratings.length; i++) sum += (ratings[i]! - squeeze(scoreOf(problem, x, i), yRange)) ** 2
  return sum
}

/** s_i = c_i + q_i . x */
function scoreOf({ vectors, biases }: FoldInProblem, x: Float64Array, i: number): number {
  let score = biases[i]!
  for (let k = 0; k < x.length; k++) score += vectors[i * x.length + k]! * x[k]!
  return score
}

/** f, f' and f'' at a raw score. */
function sigmoidAt(score: number, yRange: YRange | null): { value: number; slope: number; bend: number } {
  if (!yRange) return { value: score, slope: 1, bend: 0 }
  const width = yRange[1] - yRange[0]
  const share = 1 / (1 + Math.exp(-score))
  const slope = width * share * (1 - share)
  return { value: yRange[0] + width * share, slope, bend: slope * (1 - 2 * share) }
}

/** The raw score that gives this rating: the inverse of f, kept off the ends of the range. */
function logit(rating: number, yRange: YRange | null): number {
  if (!yRange) return rating
  const share = (rating - yRange[0]) / (yRange[1] - yRange[0])
  const inside = Math.min(1 - CLOSEST, Math.max(CLOSEST, share))
  return Math.log(inside / (1 - inside))
}
