import { describe, expect, it } from 'vitest'
import { Generator } from '@onecycle/tensor-core'
import { factorise, solveFactorised } from './fold-in-cholesky.ts'
import { solveFoldIn, type FoldInProblem } from './fold-in-solve.ts'
import { squeeze } from './recommender-scores.ts'

const random = (seed: number, count: number, size: number, scale = 1): FoldInProblem => {
  const rng = new Generator(seed)
  const normals = (length: number) => Float64Array.from({ length }, () => scale * rng.normal())
  return {
    vectors: normals(count * size),
    biases: normals(count),
    ratings: Float64Array.from({ length: count }, () => 1 + rng.integer(5)),
    prior: normals(size),
    yRange: [0, 5.5],
    regularisation: 0.5,
  }
}

const objective = (p: FoldInProblem, x: Float64Array) => {
  const size = x.length
  let total = x.reduce((sum, value, k) => sum + p.regularisation * (value - p.prior[k]!) ** 2, 0)
  p.ratings.forEach((rating, i) => {
    const s = x.reduce((sum, value, k) => sum + value * p.vectors[i * size + k]!, p.biases[i]!)
    total += (rating - squeeze(s, p.yRange)) ** 2
  })
  return total
}

describe('solveFoldIn', () => {
  it('solves the ridge by hand where there is no yRange', () => {
    // (3 - 2p - b)^2 + p^2 + b^2 is smallest at (p, b) = 3 / 6 (2, 1).
    const x = solveFoldIn({
      vectors: Float64Array.of(2, 1),
      biases: Float64Array.of(1),
      ratings: Float64Array.of(4),
      prior: new Float64Array(2),
      yRange: null,
      regularisation: 1,
    })
    expect(x[0]).toBeCloseTo(1, 12)
    expect(x[1]).toBeCloseTo(0.5, 12)
  })

  it.each([1, 2, 3, 4, 5, 6])('stops where the squared error through the sigmoid is flat (%i)', (seed) => {
    // From mild to wild: the last ones have Hessians that are not positive definite on the way.
    const problem = random(seed, 3 * seed, 4, seed / 2)
    const x = solveFoldIn(problem)
    for (let k = 0; k < x.length; k++) {
      const moved = (by: number) => objective(problem, x.with(k, x[k]! + by))
      expect(Math.abs(moved(1e-5) - moved(-1e-5)) / 2e-5, `slope along ${k}`).toBeLessThan(1e-4)
    }
    expect(objective(problem, x)).toBeLessThanOrEqual(objective(problem, problem.prior))
    expect(solveFoldIn(problem)).toEqual(x)
  })

  it('stays finite for ratings at the ends of the range', () => {
    const problem = random(9, 2, 3)
    const x = solveFoldIn({ ...problem, ratings: Float64Array.of(0, 5.5) })
    expect(x.every(Number.isFinite)).toBe(true)
  })
})

describe('factorise', () => {
  it('solves, and knows what it cannot solve', () => {
    const a = Float64Array.of(4, 99, 2, 3)
    expect(factorise(a, 2)).toBe(true)
    const b = Float64Array.of(10, 8) // of [[4, 2], [2, 3]] (1.75, 1.5)
    solveFactorised(a, 2, b)
    expect(b[0]).toBeCloseTo(1.75, 12)
    expect(b[1]).toBeCloseTo(1.5, 12)
    expect(factorise(Float64Array.of(1, 0, 2, 3), 2)).toBe(false)
    expect(factorise(Float64Array.of(NaN), 1)).toBe(false)
  })
})
