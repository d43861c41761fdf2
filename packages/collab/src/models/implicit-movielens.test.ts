import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { CollabDataLoaders } from '../collab-data-loaders.ts'
import { collabLearner } from '../collab-learner.ts'
import { movieLens100kTestFolder } from '../test-data.ts'

const folder = movieLens100kTestFolder()
const hasFold = folder !== null && existsSync(join(folder, 'u1.test'))

/** Lines of [user, item, rating, second], as they stand in the file. */
const rowsOf = async (name: string) =>
  (await readFile(join(folder!, name), 'utf8')).split('\n').flatMap((line) => {
    const [user, item, rating] = line.split('\t').map(Number)
    return line ? [{ user: user!, item: item!, rating: rating! }] : []
  })

it.runIf(hasFold).each([
  ['without an implicit term', { wd: 0.1 }, 5, 0.92],
  ['item', { implicit: 'item', wd: 0.3, wdBias: 0.03, wdImplicit: 1 }, 8, 0.895],
  ['both', { implicit: 'both', wd: 0.3, wdBias: 0.03, wdImplicit: 1 }, 8, 0.89],
] as const)(
  'on fold u1 of MovieLens 100k, %s: the error is low',
  async (_, options, epochs, bound) => {
    const [train, test] = await Promise.all([rowsOf('u1.base'), rowsOf('u1.test')])
    const dls = CollabDataLoaders.fromRatings(train, { validPct: 0, batchSize: 64 })
    const learn = await collabLearner(dls, { nFactors: 40, yRange: [0, 5.5], ...options })
    await learn.fitOneCycle(epochs, 5e-3)
    const recommender = await learn.recommender()
    let squares = 0
    for (const { user, item, rating } of test) {
      const stars = Math.min(5, Math.max(1, recommender.predict(user, item).score))
      squares += (stars - rating) ** 2
    }
    const rmse = Math.sqrt(squares / test.length)
    expect(rmse).toBeLessThan(bound)
    expect(rmse).toBeGreaterThan(bound - 0.02)
  },
  60_000,
)
