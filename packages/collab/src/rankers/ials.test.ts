import { describe, expect, it } from 'vitest'
import { loadersOf, matrixOf, tasteRatings } from './data-for-tests.ts'
import { fitRanker } from './fit-ranker.ts'

const dls = loadersOf(tasteRatings(17, 23))
const alpha = 0.3
const lambda = 0.8
const options = { model: 'ials', nFactors: 3, unobservedWeight: alpha, regularisation: lambda } as const
const { parts } = fitRanker(dls, { ...options, iterations: 300 })
const x = matrixOf(dls)

/** The objective, in double precision, at these factors. */
function loss(user: ArrayLike<number>, item: ArrayLike<number>): number {
  const norm = (values: ArrayLike<number>) =>
    Array.from(values).reduce((sum, value) => sum + value * value, 0)
  let sum = lambda * (norm(user) + norm(item))
  for (let u = 1; u < dls.users.size; u++) {
    for (let i = 1; i < dls.items.size; i++) {
      let score = 0
      for (let k = 0; k < 3; k++) score += user[u * 3 + k]! * item[i * 3 + k]!
      sum += alpha * score * score + (x[u]![i] ? (1 - score) ** 2 : 0)
    }
  }
  return sum
}

describe('implicit ALS', () => {
  it('ends where the objective has no slope, by finite differences', () => {
    const user = Float64Array.from(parts.userWeight.data)
    const item = Float64Array.from(parts.itemWeight.data)
    for (const table of [user, item]) {
      for (const at of [3, 4, 10, 20, 44]) {
        const [h, value] = [1e-4, table[at]!]
        table[at] = value + h
        const above = loss(user, item)
        table[at] = value - h
        const below = loss(user, item)
        table[at] = value
        expect(Math.abs(above - below) / (2 * h)).toBeLessThan(2e-3)
      }
    }
    expect(loss(user, item)).toBeLessThan(
      0.8 *
        loss(
          user.map(() => 0),
          item,
        ),
    )
  })

  it('folds a user in where training puts them', () => {
    const ranker = fitRanker(dls, { ...options, iterations: 300 })
    for (const user of [0, 7, 16]) {
      const chosen = ranker.rated.ofUser(dls.users.indexOf(user))
      const folded = ranker.foldIn(Array.from(chosen, (item) => dls.items.rawId(item)))
      const known = ranker.recommend({ user }, { n: 5 })
      folded.recommend({ n: 5 }).forEach(({ item, score }, i) => {
        expect(item).toBe(known[i]!.item)
        expect(score).toBeCloseTo(known[i]!.score, 3)
      })
    }
  })

  it('gives the same numbers for the same seed, and others for another', () => {
    const train = (seed: number) => fitRanker(dls, { ...options, seed }).parts.itemWeight.data
    expect(train(1)).toEqual(train(1))
    expect(train(2)).not.toEqual(train(1))
  })

  it('weighs by BM25 where asked, and refuses what it cannot use', () => {
    const weighted = fitRanker(dls, { ...options, weighting: 'bm25' }).parts.itemWeight.data
    expect(weighted).not.toEqual(fitRanker(dls, options).parts.itemWeight.data)
    expect(() => fitRanker(dls, { ...options, nFactors: 0 })).toThrow('nFactors is 0')
    expect(() => fitRanker(dls, { ...options, unobservedWeight: -1 })).toThrow('unobservedWeight is -1')
  })
})
