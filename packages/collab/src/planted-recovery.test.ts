import { Generator, ndArray } from '@onecycle/tensor-core'
import { expect, it } from 'vitest'
import { CollabDataLoaders } from './collab-data-loaders.ts'
import { collabLearner } from './collab-learner.ts'
import { plantedRecovery } from './planted-recovery.ts'
import { randomRecommender } from './recommender-for-tests.ts'
import { Recommender } from './recommender.ts'
import { sampleRatings } from './sample-ratings.ts'

const small = sampleRatings({ users: 200, movies: 200, ratings: 8_000 })

/** A model whose items have these biases and factors, `[items, 2]`, and ids 1, 2, ... */
function recommenderOf(bias: Float32Array, weight: Float32Array): Recommender {
  const { parts } = randomRecommender({ items: bias.length, factors: 2 })
  return new Recommender({
    ...parts,
    itemBias: Float32Array.of(0, ...bias),
    itemWeight: ndArray(Float32Array.of(0, 0, ...weight), [bias.length + 1, 2]),
  })
}

it('is perfect where the planted is there, however it is turned, shifted and scaled', () => {
  const { itemBias, factors } = small.planted
  const turned = factors.item.map((_, i) => {
    const [a, b] = [factors.item[i - (i % 2)]!, factors.item[i - (i % 2) + 1]!]
    return i % 2 === 0 ? 3 * (0.6 * a - 0.8 * b) + 1 : 0.5 * (0.8 * a + 0.6 * b) - 2
  })
  const found = plantedRecovery(
    recommenderOf(
      itemBias.map((bias) => 2 * bias + 1),
      turned,
    ),
    small,
    { components: 2 },
  )
  expect(found.biasCorrelation).toBeCloseTo(1, 5)
  expect(found.factorsSpanned).toBeCloseTo(1, 5)
  expect(found.components).toBe(2)
})

it('is next to nothing by chance', () => {
  const random = new Generator(7)
  const normals = (length: number) => Float32Array.from({ length }, () => random.normal())
  const found = plantedRecovery(recommenderOf(normals(200), normals(400)), small, { components: 2 })
  expect(found.items).toBeGreaterThan(100)
  expect(Math.abs(found.biasCorrelation)).toBeLessThan(0.25)
  expect(found.spannedByChance).toBeCloseTo(2 / (found.items - 1), 12)
  expect(found.factorsSpanned).toBeLessThan(5 * found.spannedByChance)
})

it('finds quality well and taste far beyond chance in a model of the lesson’s recipe', async () => {
  const sample = sampleRatings()
  const dls = CollabDataLoaders.fromRatings(sample.ratings, {
    item: 'title',
    validPct: 0.1,
    seed: 42,
    batchSize: 64,
  })
  const learn = await collabLearner(dls, { nFactors: 40, yRange: [0, 5.5], wd: 0.1, seed: 42 })
  await learn.fitOneCycle(5, 5e-3)
  const found = plantedRecovery(await learn.recommender(), sample)
  learn.dispose()
  expect(found.biasCorrelation).toBeGreaterThan(0.9)
  expect(found.firstComponentQuality).toBeGreaterThan(0.85)
  expect(found.components).toBe(3)
  expect(found.factorsSpanned).toBeGreaterThan(20 * found.spannedByChance)
})

it('takes all components of a model with fewer factors than are looked for', () => {
  const { parts } = randomRecommender({ items: 200, factors: 1 })
  const found = plantedRecovery(new Recommender(parts), small)
  expect(found.components).toBe(1)
  expect(found.factorsSpanned).toBeLessThan(0.2)
})

it('says so where there is nothing to compare', () => {
  expect(() => plantedRecovery(randomRecommender(), small, { minRatings: 100 })).toThrow(
    "the model knows 0 of the sample's items with 100 ratings; expected 3 or more",
  )
})
