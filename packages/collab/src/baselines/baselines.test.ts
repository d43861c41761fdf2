import { describe, expect, it } from 'vitest'
import { crossValidate } from '../evaluate-cross-validate.ts'
import { evaluateRanking } from '../evaluate-ranking.ts'
import { evaluate } from '../evaluate.ts'
import { sampleRatings } from '../sample-ratings.ts'
import { toColumns, type Rating } from '../ratings.ts'
import { fitBiasOnly } from './bias-only.ts'
import { fitGlobalMean } from './global-mean.ts'
import { fitItemKnn } from './item-knn.ts'
import { fitPopularity } from './popularity.ts'

const rows: Rating[] = [
  { user: 'ann', item: 'A', rating: 5 },
  { user: 'ann', item: 'B', rating: 3 },
  { user: 'bob', item: 'A', rating: 3 },
  { user: 'bob', item: 'B', rating: 1 },
  { user: 'cat', item: 'A', rating: 3 },
]

describe('global mean', () => {
  it('is the mean, for everyone', () => {
    const model = fitGlobalMean(rows)
    expect(model.mean).toBe(3)
    expect(model.predict('ann', 'Z')).toEqual({ score: 3, unknown: ['Z'] })
    expect(evaluate(model, rows).rmse).toBeCloseTo(Math.sqrt(8 / 5), 12)
  })
})

describe('bias only', () => {
  it('finds planted biases where nothing holds it back', () => {
    const planted = Array.from({ length: 30 }, (_, i) => {
      const [user, item] = [i % 5, Math.floor(i / 5)]
      return { user, item, rating: 3 + 0.25 * (user - 2) + 0.5 * (item - 2.5) }
    })
    const model = fitBiasOnly(planted, { userRegularisation: 0, itemRegularisation: 0 })
    expect(evaluate(model, planted).rmse).toBeLessThan(1e-6)
    expect(model.predict('nobody', 5).score).toBeCloseTo(3 + 1.25, 6)
    expect(model.recommend({ user: 1 }, { n: 2, includeSeen: true }).map(({ item }) => item)).toEqual([5, 4])
  })

  it('takes one step of the alternation by hand', () => {
    const model = fitBiasOnly(rows, { userRegularisation: 1, itemRegularisation: 1, iterations: 1 })
    // Items first: A (2 + 0 + 0) / (1 + 3), B (0 - 2) / (1 + 2); then ann (1.5 + 2/3) / (1 + 2).
    expect(model.itemBias[1]).toBeCloseTo(0.5, 12)
    expect(model.itemBias[2]).toBeCloseTo(-2 / 3, 12)
    expect(model.predict('ann', 'A').score).toBeCloseTo(3 + (1.5 + 2 / 3) / 3 + 0.5, 12)
    expect(() => fitBiasOnly(rows, { itemRegularisation: -1 })).toThrow('itemRegularisation is -1')
  })
})

describe('popularity', () => {
  it('recommends what most have rated, the same for all but for what they have seen', () => {
    const model = fitPopularity(rows)
    expect(model.recommend({ user: 'cat' }, { includeSeen: true })).toEqual([
      { item: 'A', score: 3 },
      { item: 'B', score: 2 },
    ])
    expect(model.recommend({ user: 'cat' }).map(({ item }) => item)).toEqual(['B'])
  })
})

describe('item kNN', () => {
  // Who likes A likes B, who likes C likes D, and neither likes the other two.
  const tastes = Array.from({ length: 12 }, (_, user) =>
    ['A', 'B', 'C', 'D'].map((item, i) => ({ user, item, rating: user % 2 === Math.floor(i / 2) ? 5 : 1 })),
  ).flat()
  const known = tastes.filter(({ user, item }) => !(user === 0 && item === 'B'))

  it('predicts from what the user made of similar items', () => {
    const model = fitItemKnn(known, { shrinkage: 1 })
    expect(model.predict(0, 'B').score).toBeGreaterThan(4)
    expect(fitItemKnn(known, { shrinkage: 1 }).predict(0, 'B')).toEqual(model.predict(0, 'B'))
    expect(model.recommend({ user: 0 })[0]!.item).toBe('B')
    const { score, unknown } = model.predict('nobody', 'B')
    expect(unknown).toEqual(['nobody'])
    expect(score).toBeCloseTo(fitBiasOnly(known).predict('nobody', 'B').score, 12)
  })

  it('takes no more neighbours than k', () => {
    const baseline = fitBiasOnly(known).predict(0, 'B').score
    expect(fitItemKnn(known, { k: 0 }).predict(0, 'B').score).toBe(baseline)
    expect(() => fitItemKnn(known, { shrinkage: NaN })).toThrow('shrinkage is NaN')
  })
})

describe('on the sample', () => {
  const { ratings } = sampleRatings({ users: 200, movies: 300, ratings: 10_000 })
  const take = (isTest: boolean) =>
    toColumns(
      Array.from(ratings.rating, (rating, i) => ({
        user: ratings.user[i]!,
        item: ratings.item[i]!,
        rating,
      })).filter((_, i) => (i % 5 === 0) === isTest),
    )
  const fold = { train: take(false), test: take(true) }

  it('biases beat the mean, and what most have rated beats a list without a reason', async () => {
    const rmse = async (fit: typeof fitGlobalMean | typeof fitBiasOnly | typeof fitItemKnn) =>
      (await crossValidate([fold], (columns) => fit(columns))).rmse.mean
    const [mean, bias, knn] = [await rmse(fitGlobalMean), await rmse(fitBiasOnly), await rmse(fitItemKnn)]
    expect(bias).toBeLessThan(0.95 * mean)
    expect(knn).toBeLessThan(0.95 * mean)
    const { model, popularity } = evaluateRanking(fitPopularity(fold.train), fold)
    expect(model).toEqual(popularity)
  })
})
