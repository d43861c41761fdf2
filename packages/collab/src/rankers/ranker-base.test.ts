import { describe, expect, it } from 'vitest'
import { loadersOf, tasteRatings } from './data-for-tests.ts'
import { fitRanker, type FactorRankerOptions, type LinearRankerOptions } from './fit-ranker.ts'

const dls = loadersOf(tasteRatings(30, 40))
const chosen = [1, 4, 7, 12]

describe('explain', () => {
  it.each<FactorRankerOptions | LinearRankerOptions>([
    { model: 'ials', nFactors: 5 },
    { model: 'ease', regularisation: 5 },
    { model: 'item-knn' },
    { model: 'popularity' },
  ])('gives parts that add up to the score of the fold-in: $model', (options) => {
    const ranker = fitRanker(dls, options)
    for (const { item, score } of ranker.foldIn(chosen).recommend({ n: 20 })) {
      const parts = ranker.explain(chosen, item)
      expect(parts.score).toBeCloseTo(score, 5)
      expect(parts.items.reduce((sum, each) => sum + each.contribution, parts.base)).toBeCloseTo(score, 5)
      expect(parts.items.map((each) => each.item).toSorted()).toEqual(chosen.toSorted())
      const values = parts.items.map(({ contribution }) => contribution)
      expect(values).toEqual(values.toSorted((a, b) => b - a))
    }
  })

  it('passes over chosen items that the model does not know', () => {
    const ranker = fitRanker(dls, { model: 'ease', regularisation: 5 })
    expect(ranker.explain([...chosen, 'no such item'], 3)).toEqual(ranker.explain(chosen, 3))
    expect(ranker.explain([], 3)).toMatchObject({ score: 0, items: [] })
  })

  it('refuses what it cannot explain', () => {
    expect(() => fitRanker(dls, { model: 'ease' }).explain(chosen, 'no such item')).toThrow('no such item')
    expect(() => fitRanker(dls, { model: 'bpr' }).explain(chosen, 3)).toThrow('no sum over the chosen items')
  })
})
