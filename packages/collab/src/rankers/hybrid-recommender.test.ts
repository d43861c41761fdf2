import { beforeAll, describe, expect, it } from 'vitest'
import { collabLearner } from '../collab-learner.ts'
import type { Recommender } from '../recommender.ts'
import { loadersOf, tasteRatings } from './data-for-tests.ts'
import { fitRanker } from './fit-ranker.ts'
import { HybridRecommender } from './hybrid-recommender.ts'

const dls = loadersOf(tasteRatings(30, 40))
const ranker = fitRanker(dls, { model: 'ease', regularisation: 5 })
let predictor: Recommender
let hybrid: HybridRecommender
beforeAll(async () => {
  const learn = await collabLearner(dls, { nFactors: 4, yRange: [0, 5.5] })
  await learn.fitOneCycle(1, 5e-3)
  predictor = await learn.recommender()
  hybrid = new HybridRecommender({ ranker, predictor })
})

describe('HybridRecommender', () => {
  it('orders by the ranker and shows the stars of the predictor', () => {
    const list = hybrid.recommend({ user: 4 }, { n: 6 })
    expect(list.map(({ item, score }) => ({ item, score }))).toEqual(ranker.recommend({ user: 4 }, { n: 6 }))
    for (const { item, stars } of list) expect(stars).toBe(predictor.predict(4, item).score)
  })

  it('passes filters on, and draws diversity and popularity from a longer list', () => {
    const [first, second] = ranker.recommend({ user: 4 })
    const without = hybrid.recommend({ user: 4 }, { deny: [first!.item], n: 1 })
    expect(without[0]!.item).toBe(second!.item)
    const counts = (popularity: number) =>
      hybrid
        .recommend({ user: 4 }, { n: 3, popularity })
        .reduce((sum, { item }) => sum + dls.items.counts[dls.items.indexOf(item)]!, 0)
    expect(counts(1)).toBeGreaterThan(counts(0))
    expect(counts(-1)).toBeLessThan(counts(0))
    expect(hybrid.recommend({ user: 4 }, { n: 3, diversity: 1 })[0]!.item).toBe(first!.item)
  })

  it('folds a new user into both parts, and leaves out what they rated', () => {
    const ratings = [1, 3, 5, 8].map((item) => ({ item, rating: item === 8 ? 1 : 5 }))
    const list = hybrid.foldIn(ratings).recommend({ n: 5 })
    expect(list.map(({ item }) => item)).toEqual(
      ranker
        .foldIn([1, 3, 5, 8])
        .recommend({ n: 5 })
        .map(({ item }) => item),
    )
    for (const { item, stars } of list) expect(stars).toBe(predictor.foldIn(ratings).predict(item).score)
    const choosy = new HybridRecommender({ ranker, predictor, from: 4 })
    const items = (n: number) =>
      choosy
        .foldIn(ratings)
        .recommend({ n })
        .map(({ item }) => item)
    expect(items(3)).toEqual(
      ranker
        .foldIn([1, 3, 5])
        .recommend({ n: 3, deny: [8] })
        .map(({ item }) => item),
    )
    expect(items(40)).toHaveLength(36)
    expect(() => choosy.foldIn([{ item: 8, rating: 1 }])).toThrow('none of the 1 ratings is at least 4')
    expect(() => hybrid.foldIn([])).toThrow('there are no ratings to fold in')
  })
})
