import { beforeAll, describe, expect, it } from 'vitest'
import { CollabDataLoaders } from '../collab-data-loaders.ts'
import { evaluateRanking, type RankingQuality } from '../evaluate-ranking.ts'
import { movieLens100k } from '../movielens/movielens-100k.ts'
import type { Rating } from '../ratings.ts'
import { randomByUser } from '../splits/random-by-user.ts'
import { movieLens100kTestFolder } from '../test-data.ts'
import { fitRanker, type FactorRankerOptions, type LinearRankerOptions } from './fit-ranker.ts'

const folder = movieLens100kTestFolder()

/** The table of the Recommenders project has, in this protocol: SAR 0.382, BPR 0.442, BiVAE 0.475. */
describe.runIf(folder)('nDCG@10 on MovieLens 100k, 75/25 by user, any rating relevant', () => {
  let train: Rating[]
  let test: Rating[]
  beforeAll(async () => {
    const { ratings } = await movieLens100k({ dir: folder! })
    const split = randomByUser(ratings, { validPct: 0.25, seed: 1 })
    const rows = (part: Uint32Array) =>
      Array.from(part, (row) => ({
        user: ratings.user[row]!,
        item: ratings.item[row]!,
        rating: ratings.rating[row]!,
      }))
    train = rows(split.train)
    test = rows(split.valid)
  })
  const quality = (options: FactorRankerOptions | LinearRankerOptions): RankingQuality => {
    const dls = CollabDataLoaders.fromRatings(train, { validPct: 0, batchSize: 64 })
    return evaluateRanking(fitRanker(dls, options), { train, test }, { relevantFrom: 0 }).model
  }

  it.each([
    ['ease', 0.47, 0.5],
    ['ials', 0.47, 0.5],
    ['bpr', 0.41, 0.45],
    ['item-knn', 0.42, 0.45],
    ['sar', 0.37, 0.39],
    ['popularity', 0.24, 0.27],
  ] as const)('%s lies between %d and %d', (model, low, high) => {
    const { ndcg } = quality({ model })
    expect(ndcg).toBeGreaterThan(low)
    expect(ndcg).toBeLessThan(high)
  })
})
