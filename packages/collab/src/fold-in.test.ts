import { beforeAll, describe, expect, it } from 'vitest'
import { initBackend, ndArray } from '@onecycle/tensor-core'
import { CollabDataLoaders } from './collab-data-loaders.ts'
import { collabLearner } from './collab-learner.ts'
import { movieLens100k } from './movielens/movielens-100k.ts'
import type { Rating } from './ratings.ts'
import { randomRecommender } from './recommender-for-tests.ts'
import { Recommender } from './recommender.ts'
import { movieLens100kTestFolder } from './test-data.ts'

describe.each([null, [0, 5.5] as const])('foldIn, yRange %j', (yRange) => {
  const rec = randomRecommender({ items: 30, factors: 4, yRange })
  const ratings = [
    { item: 3, rating: 5 },
    { item: 9, rating: 1 },
    { item: 20, rating: 4.5 },
  ]

  it('recommends and predicts like a user, without what was rated', () => {
    const user = rec.foldIn(ratings, { regularisation: 0.5 })
    const list = user.recommend({ n: 99, deny: [4] })
    expect(list).toHaveLength(30 - 4)
    expect(list.map(({ item }) => item)).not.toContain(9)
    expect(list.map(({ score }) => score)).toEqual(list.map(({ item }) => user.predict(item).score))
    expect(list.map(({ score }) => score)).toEqual(list.map(({ score }) => score).sort((a, b) => b - a))
    expect(user.recommend({ includeSeen: true, n: 99 })).toHaveLength(30)
    expect(user.predict(3).score).toBeGreaterThan(user.predict(9).score)
    expect(user.predict('no film').unknown).toEqual(['no film'])
  })

  it('explains a score by the ratings, which add up', () => {
    for (const item of [1, 3, 9, 30]) {
      const { average, ratings: contributions, raw, score } = rec.foldIn(ratings).explainByRatings(item)
      const total = contributions.reduce((sum, { contribution }) => sum + contribution, average)
      expect(Math.abs(total - raw)).toBeLessThan(1e-5)
      expect(score).toBeCloseTo(rec.foldIn(ratings).predict(item).score, 12)
      expect(contributions.map(({ id }) => id).sort()).toEqual([20, 3, 9])
    }
    expect(() => rec.foldIn(ratings).explainByRatings(31)).toThrow('item 31 is not among the 30 items')
  })

  it('goes to the average user as regularisation grows, and to the ratings as it shrinks', () => {
    const held = rec.foldIn(ratings, { regularisation: 1e9 })
    expect(held.predict(7).score).toBeCloseTo(rec.predict('nobody', 7).score, 5)
    const free = rec.foldIn(ratings, { regularisation: 1e-6 })
    for (const { item, rating } of ratings) expect(free.predict(item).score).toBeCloseTo(rating, 2)
  })

  it('reports items that it does not know, and takes the last rating of an item', () => {
    const user = rec.foldIn([{ item: 'no film', rating: 2 }, { item: 3, rating: 1 }, ...ratings])
    expect(user.unknown).toEqual(['no film'])
    expect(user.weight).toEqual(rec.foldIn(ratings).weight)
    expect(user.bias).toBe(rec.foldIn(ratings).bias)
  })

  it('folds in an item likewise', () => {
    const item = rec.foldInItem(
      [
        { user: 'u1', rating: 5 },
        { user: 'u4', rating: 1 },
        { user: 'nobody', rating: 3 },
      ],
      { regularisation: 0.5 },
    )
    expect(item.unknown).toEqual(['nobody'])
    expect(item.predict('u1').score).toBeGreaterThan(item.predict('u4').score)
    expect(item.weight).toHaveLength(4)
    const top = item.topUsers({ n: 99 })
    expect(top.map(({ user }) => user).sort()).toEqual(['u2', 'u3', 'u5', 'u6', 'u7'])
    expect(top[0]!.score).toBe(item.predict(top[0]!.user).score)
    const { average, ratings: contributions, raw } = item.explainByRatings('u2')
    const total = contributions.reduce((sum, { contribution }) => sum + contribution, average)
    expect(Math.abs(total - raw)).toBeLessThan(1e-5)
  })
})

it('refuses what it cannot use', () => {
  const rec = randomRecommender()
  expect(() => rec.foldIn([])).toThrow('there are no ratings to fold in')
  expect(() => rec.foldIn([{ item: 'X', rating: 3 }])).toThrow(
    'none of the rated items ("X") is among the 11 items of this model',
  )
  expect(() => rec.foldIn([{ item: 1, rating: 6 }])).toThrow(
    'the rating of item 1 is 6; expected a number from 0 to 5.5',
  )
  expect(() => rec.foldInItem([{ user: 'u1', rating: NaN }])).toThrow('the rating of user "u1" is NaN')
  expect(() => rec.foldIn([{ item: 1, rating: 3 }], { regularisation: 0 })).toThrow('regularisation is 0')
})

it('solves a user by hand', () => {
  // One factor, no range: user vector and bias 1/2 and 1/4 of what the rating asks for beyond the average.
  const { parts } = randomRecommender({ users: 1, items: 1, factors: 1, yRange: null })
  const rec = new Recommender({
    ...parts,
    userWeight: ndArray(new Float32Array(2), [2, 1]),
    itemWeight: ndArray(Float32Array.of(0, 2), [2, 1]),
    userBias: new Float32Array(2),
    itemBias: Float32Array.of(0, 1),
  })
  const user = rec.foldIn([{ item: 1, rating: 4 }], { regularisation: 1 })
  expect(user.weight[0]).toBeCloseTo(1, 12)
  expect(user.bias).toBeCloseTo(0.5, 12)
  expect(user.predict(1).score).toBeCloseTo(3.5, 12)
})

const folder = movieLens100kTestFolder()
describe.runIf(folder)('foldIn on MovieLens 100k', () => {
  let rows: Rating[]
  let rec: Recommender
  const isNew = (user: Rating['user']) => Number(user) % 10 === 3
  beforeAll(async () => {
    await initBackend(['wasm'])
    const { ratings } = await movieLens100k({ dir: folder! })
    rows = Array.from(ratings.rating, (rating, i) => ({
      user: ratings.user[i]!,
      item: ratings.title![i]!,
      rating,
    }))
    const dls = CollabDataLoaders.fromRatings(
      rows.filter(({ user }) => !isNew(user)),
      { validPct: 0.01, batchSize: 64 },
    )
    const learn = await collabLearner(dls, { nFactors: 40, yRange: [0, 5.5], wd: 0.1 })
    await learn.fitOneCycle(5, 5e-3)
    rec = await learn.recommender()
    learn.dispose()
  }, 120_000)

  it('predicts users left out of training as well as trained ones are', () => {
    let [folded, average, count] = [0, 0, 0]
    const newUsers = new Set(rows.map(({ user }) => user).filter(isNew))
    for (const id of newUsers) {
      const ratings = rows.filter(({ user }) => user === id)
      const user = rec.foldIn(ratings.filter((_, i) => i % 5 > 0))
      for (const { item, rating } of ratings.filter((_, i) => i % 5 === 0)) {
        folded += (user.predict(item).score - rating) ** 2
        average += (rec.predict(`new ${id}`, item).score - rating) ** 2
        count++
      }
    }
    // The recipe's own RMSE on this data is 0.90.
    expect(Math.sqrt(folded / count)).toBeLessThan(0.92)
    expect(Math.sqrt(folded / count)).toBeLessThan(0.92 * Math.sqrt(average / count))
  })
})
