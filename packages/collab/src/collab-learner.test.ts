import { beforeAll, describe, expect, it } from 'vitest'
import { expectNoLeak } from '@onecycle/tensor-core/test'
import { initBackend } from '@onecycle/tensor-core'
import { pca } from '@onecycle/tensor-core/pca'
import { rmse } from '@onecycle/learner'
import { CollabDataLoaders } from './collab-data-loaders.ts'
import { collabLearner, type CollabLearner, type CollabLearnerOptions } from './collab-learner.ts'
import { movieLens100k } from './movielens/movielens-100k.ts'
import type { Rating } from './ratings.ts'
import { randomSplit } from './splits/random-split.ts'
import { sampleRatings } from './sample-ratings.ts'
import { movieLens100kTestFolder } from './test-data.ts'

const recipe = { nFactors: 40, yRange: [0, 5.5], wd: 0.1 } as const

/** 30 users and 20 items: even users like even items. */
const taste: Rating[] = Array.from({ length: 600 }, (_, i) => {
  const user = i % 30
  const item = Math.floor(i / 30)
  return { user, item, rating: (user + item) % 2 === 0 ? 5 : 1 }
})

describe('collabLearner', () => {
  beforeAll(() => initBackend(['wasm']))

  const learnTaste = async () => {
    const dls = CollabDataLoaders.fromRatings(taste, { validPct: 0.1, batchSize: 32 })
    const learn = await collabLearner(dls, { nFactors: 4, yRange: [0, 5.5], wd: 0, metrics: [rmse] })
    await learn.fitOneCycle(30, 0.1)
    return learn
  }

  it('finds a taste, and recommends by it', async () => {
    const learn = await learnTaste()
    expect(learn.recorder.epochs.at(-1)!.metrics['rmse']).toBeLessThan(0.5)
    const recommender = await learn.recommender({ data: 'taste' })
    const liked = recommender.recommend({ user: 3 }, { n: 10, includeSeen: true })
    expect(liked.every(({ item }) => Number(item) % 2 === 1)).toBe(true)
    expect(recommender.metadata).toEqual({ data: 'taste' })
    learn.dispose()
  })

  it('gives the same bytes for the same seed', async () => {
    const [one, other] = [await learnTaste(), await learnTaste()]
    expect((await one.recommender()).parts).toEqual((await other.recommender()).parts)
    one.dispose()
    other.dispose()
  })

  it('leaves no tensor behind, and asking leaves it fit to train on', async () => {
    await expectNoLeak(async () => {
      const learn = await learnTaste()
      await expectNoLeak(async () => {
        await learn.bias([0, 1])
        await learn.fit(1, 1e-3)
      })
      learn.dispose()
    })
  })

  const outside =
    'yRange is [0, 4.5], and 300 ratings are outside, the first 5; expected a range that has them all'
  it.each([
    [{ nFactors: 0 }, 'nFactors is 0; expected an integer of at least 1'],
    [{ engine: 'gpu' }, `engine is "gpu"; expected 'auto' or 'autodiff'`],
    [{ yRange: [5, 1] as const }, 'yRange is [5, 1]; expected [low, high] with low < high'],
    [{ yRange: [0, 4.5] as const }, outside],
    [{ yRange: [0, 4.5] as const, useNN: true as const }, outside],
  ])('refuses %o', async (options, message) => {
    const dls = CollabDataLoaders.fromRatings(taste)
    await expect(collabLearner(dls, options as CollabLearnerOptions)).rejects.toThrow(message)
  })
})

describe("the lesson's recipe on the sample", () => {
  it('comes within 10 % of the noise that was planted, and finds the planted quality of films', async () => {
    await initBackend(['wasm'])
    const { ratings, movies, planted } = sampleRatings()
    const dls = CollabDataLoaders.fromRatings(ratings, {
      item: 'title',
      validPct: 0.1,
      seed: 42,
      batchSize: 64,
    })
    const learn = await collabLearner(dls, recipe)
    await learn.fitOneCycle(5, 5e-3)
    // What noise and rounding leave to the planted truth itself, on the very rows the model is checked on.
    const { valid } = randomSplit(ratings.rating.length, 0.1, 42)
    const noise =
      valid.reduce((sum, row) => sum + (ratings.rating[row]! - planted.ideal[row]!) ** 2, 0) / valid.length
    expect(learn.recorder.epochs.at(-1)!.validLoss).toBeLessThan(noise * 1.1)

    const top = learn.dls.items.mostRated(300)
    const { values, unknown } = await learn.bias(top)
    expect(unknown).toEqual([])
    const plantedOf = new Map(movies.map(({ title }, i) => [title, planted.itemBias[i]!]))
    expect(
      correlation(
        [...values],
        top.map((title) => plantedOf.get(String(title))!),
      ),
    ).toBeGreaterThan(0.9)
    learn.dispose()
  }, 120_000)
})

const folder = movieLens100kTestFolder()
describe.runIf(folder)("the lesson's recipe on MovieLens 100k", () => {
  let learn: CollabLearner
  beforeAll(async () => {
    await initBackend(['wasm'])
    const { ratings } = await movieLens100k({ dir: folder! })
    const dls = CollabDataLoaders.fromRatings(ratings, {
      item: 'title',
      validPct: 0.1,
      seed: 42,
      batchSize: 64,
    })
    learn = await collabLearner(dls, recipe)
    await learn.fitOneCycle(5, 5e-3)
  }, 120_000)

  it('reaches a validation error under 0.83', () => {
    expect(learn.dls.train.length).toBe(1406)
    expect(learn.recorder.epochs.map(({ validLoss }) => validLoss)).toHaveLength(5)
    expect(learn.recorder.epochs.at(-1)!.validLoss).toBeLessThan(0.83)
  })

  it('finds the best and worst films of the lesson by bias', async () => {
    const top = learn.dls.items.mostRated(1000)
    expect(top.slice(0, 3)).toEqual(['Star Wars (1977)', 'Contact (1997)', 'Fargo (1996)'])
    const { values } = await learn.bias(top)
    const ordered = top.map((title, i) => ({ title, bias: values[i]! })).sort((a, b) => a.bias - b.bias)
    const lowest = ordered.slice(0, 15).map(({ title }) => title)
    const highest = ordered.slice(-15).map(({ title }) => title)
    expect(lowest).toContain('Children of the Corn: The Gathering (1996)')
    expect(lowest).toContain('Lawnmower Man 2: Beyond Cyberspace (1996)')
    expect(highest).toContain("Schindler's List (1993)")
    expect(highest).toContain('Shawshank Redemption, The (1994)')
  })

  it('gives factors whose first principal component is the largest', async () => {
    const { values } = await learn.weight(learn.dls.items.mostRated(1000))
    expect(values.shape).toEqual([1000, 40])
    const { projected, explainedVarianceRatio } = pca(values, 3)
    expect(projected.shape).toEqual([1000, 3])
    expect(explainedVarianceRatio[0]).toBeGreaterThan(explainedVarianceRatio[1]!)
  })
})

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length
  const [ma, mb] = [mean(a), mean(b)]
  const covariance = mean(a.map((v, i) => (v - ma) * (b[i]! - mb)))
  return covariance / Math.sqrt(mean(a.map((v) => (v - ma) ** 2)) * mean(b.map((v) => (v - mb) ** 2)))
}

describe('collabLearner with useNN', () => {
  it('makes a network that learns and recommends, and has no factors to look at', async () => {
    await initBackend(['wasm'])
    const dls = CollabDataLoaders.fromRatings(taste, { validPct: 0.1, batchSize: 32 })
    const learn = await collabLearner(dls, { useNN: true, layers: [16], yRange: [0, 5.5], metrics: [rmse] })
    await learn.fitOneCycle(20, 0.02)
    expect(learn.recorder.epochs.at(-1)!.metrics['rmse']).toBeLessThan(1)
    const recommender = await learn.recommender()
    expect(recommender.recommend({ user: 3 }, { n: 5, includeSeen: true })).toHaveLength(5)
    await expect(learn.bias()).rejects.toThrow()
    learn.dispose()
  })

  it('refuses a number of factors, which it would not use', async () => {
    const dls = CollabDataLoaders.fromRatings(taste)
    await expect(collabLearner(dls, { useNN: true, nFactors: 40 })).rejects.toThrow('nFactors is 40')
  })
})
