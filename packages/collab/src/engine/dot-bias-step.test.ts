import { beforeAll, describe, expect, it } from 'vitest'
import { Generator, initBackend } from '@onecycle/tensor-core'
import { momentum, slice, type Callback, type FitOptions } from '@onecycle/learner'
import { CollabDataLoaders } from '../collab-data-loaders.ts'
import { collabLearner, type CollabLearner, type CollabLearnerOptions } from '../collab-learner.ts'
import { movieLens100k } from '../movielens/movielens-100k.ts'
import type { Rating } from '../ratings.ts'
import { movieLens100kTestFolder } from '../test-data.ts'
import { usersAndItems } from '../models/users-and-items.ts'

/** 3,000 ratings by 120 users of 80 items; some ids are rare, so that rows wait long for their turn. */
const ratings: Rating[] = (() => {
  const rng = new Generator(11)
  const skewed = (n: number) => Math.floor(n * rng.uniform() ** 3)
  return Array.from({ length: 3000 }, () => {
    const [user, item] = [skewed(120), skewed(80)]
    return {
      user,
      item,
      rating: Math.min(5, Math.max(1, Math.round(3 + Math.sin(user) + Math.cos(item) + rng.normal()))),
    }
  })
})()

const tables = ['uWeight', 'iWeight', 'uBias', 'iBias'] as const

/** The largest difference between the parameters of two models. */
async function distance(a: CollabLearner, b: CollabLearner): Promise<number> {
  const differences = tables.map(async (table) => {
    const [one, other] = await Promise.all([a, b].map((learn) => learn.model[table].weight.data()))
    return Math.max(...one!.map((value, i) => Math.abs(value - other![i]!)))
  })
  return Math.max(...(await Promise.all(differences)))
}

describe('DotBiasStep', () => {
  beforeAll(() => initBackend(['wasm']))

  const learner = (
    engine: 'auto' | 'autodiff',
    options: CollabLearnerOptions = {},
    batchSize = 64,
    dropLast = true,
  ) => {
    const dls = CollabDataLoaders.fromRatings(ratings, { validPct: 0.1, batchSize, dropLast })
    return collabLearner(dls, { nFactors: 8, yRange: [0, 5.5], wd: 0.1, ...options, engine })
  }
  /** Trains both engines alike and gives how far apart they end. */
  const apart = async (
    fit: (learn: CollabLearner) => Promise<void>,
    ...setting: [options?: CollabLearnerOptions, batchSize?: number, dropLast?: boolean]
  ) => {
    const fused = await learner('auto', ...setting)
    const reference = await learner('autodiff', ...setting)
    await fit(fused)
    await fit(reference)
    const [lossA, lossB] = [fused, reference].map(({ recorder }) => recorder.epochs.at(-1)!.validLoss)
    expect(Math.abs(lossA! - lossB!)).toBeLessThan(1e-4)
    const result = await distance(fused, reference)
    reference.dispose()
    return result
  }
  const oneCycle = (learn: CollabLearner) => learn.fitOneCycle(3, 2e-2)

  it.each([1, 3, 4, 7, 40])('with %d factors ends where autodiff ends', async (nFactors) => {
    expect(await apart(oneCycle, { nFactors })).toBeLessThan(1e-4)
  })

  it.each([
    [1, true],
    [5, true],
    [700, true],
    [64, false],
  ])('in batches of %d (dropLast %s) too', async (batchSize, dropLast) => {
    const fit = (learn: CollabLearner) => learn.fitOneCycle(batchSize === 1 ? 1 : 3, 5e-3)
    expect(await apart(fit, {}, batchSize, dropLast)).toBeLessThan(2e-4)
  })

  it.each<[string, (learn: CollabLearner) => Promise<void>, CollabLearnerOptions]>([
    ['without yRange', oneCycle, { yRange: null }],
    ['without decay', oneCycle, { wd: 0 }],
    ['at a constant rate', (learn) => learn.fit(2, 1e-2), {}],
    [
      'with users and items at rates of their own',
      (learn) => learn.fit(2, slice(1e-3, 2e-2)),
      { splitter: usersAndItems },
    ],
    [
      'with momentum that outlives sqrt(v)',
      (learn) => learn.fitOneCycle(1, 1e-3, { moms: [0.999, 0.998, 0.999] }),
      {},
    ],
    ['with decay that turns weights over', (learn) => learn.fit(1, 5e-3, { wd: 250 }), {}],
    ['over several fits', (learn) => learn.fit(1, 1e-2).then(() => learn.fitOneCycle(2, 2e-2)), {}],
  ])('%s too', async (_, fit, options) => {
    expect(await apart(fit, options)).toBeLessThan(2e-4)
  })

  it('follows callbacks that change hyperparameters as it goes', async () => {
    const meddle: Callback = {
      beforeBatch({ iteration, hypers }) {
        if (iteration % 7 === 3)
          for (const group of hypers) Object.assign(group, { lr: group.lr / 2, wd: 0.3 })
      },
    }
    expect(await apart((learn) => learn.fitOneCycle(2, 2e-2, { callbacks: [meddle] }))).toBeLessThan(1e-4)
  })

  it('gives the same bytes batch by batch as in runs', async () => {
    const byBatch: FitOptions = { callbacks: [{ afterBatch: () => undefined }] }
    const [runs, batches] = [await learner('auto'), await learner('auto')]
    await runs.fitOneCycle(3, 2e-2)
    await batches.fitOneCycle(3, 2e-2, byBatch)
    expect(await distance(runs, batches)).toBe(0)
    expect(runs.recorder.losses).toEqual(batches.recorder.losses)
    expect(runs.recorder.lrs).toEqual(batches.recorder.lrs)
  })

  it('hands over to autodiff, with its moments, when a callback wants to look inside', async () => {
    let norms = 0
    const look: Callback = { afterBackward: (gradients) => (norms++, gradients) }
    const mixed = await learner('auto')
    const reference = await learner('autodiff')
    for (const learn of [mixed, reference]) {
      await learn.fit(1, 1e-2)
      await learn.fit(1, 1e-2, { callbacks: [look] })
    }
    expect(norms).toBe(2 * mixed.dls.train.length)
    expect(await distance(mixed, reference)).toBeLessThan(1e-4)
  })

  it('continues a fit from a checkpoint to the same bytes', async () => {
    const whole = await learner('auto')
    await whole.fitOneCycle(3, 2e-2)
    const snapshots: Awaited<ReturnType<CollabLearner['state']>>[] = []
    const broken = await learner('auto')
    const keep: Callback = {
      async afterEpoch({ epoch, snapshot }) {
        if (epoch === 0) snapshots.push(await snapshot())
        else throw new Error('power cut')
      },
    }
    await expect(broken.fitOneCycle(3, 2e-2, { callbacks: [keep] })).rejects.toThrow('power cut')
    const other = await learner('auto')
    await other.fitOneCycle(3, 2e-2, { resume: snapshots[0]! })
    expect(await distance(whole, other)).toBe(0)
    expect(await other.state()).toEqual(await whole.state())
  })

  it('leaves everything as it was after an lr finder', async () => {
    const [found, plain] = [await learner('auto'), await learner('auto')]
    for (const learn of [found, plain]) await learn.fit(1, 1e-2)
    const { lrs } = await found.lrFind()
    expect(lrs.length).toBeGreaterThan(20)
    for (const learn of [found, plain]) await learn.fit(1, 1e-2)
    expect(await distance(found, plain)).toBe(0)
  })

  it('leaves other optimizers and frozen tables to autodiff', async () => {
    expect(await apart((learn) => learn.fit(1, 1e-2), { optimizer: momentum() })).toBe(0)
    const frozen = await learner('auto', { splitter: usersAndItems })
    const before = await frozen.model.uWeight.weight.data()
    frozen.freeze()
    await frozen.fit(1, 1e-2)
    expect(await frozen.model.uWeight.weight.data()).toEqual(before)
  })

  it('names the batch where a rating is not a number', async () => {
    const learn = await learner('auto')
    learn.model.uWeight.weight.set((await learn.model.uWeight.weight.data()).fill(NaN))
    await expect(learn.fit(1, 1e-2)).rejects.toThrow('the training loss is NaN at batch 1 of epoch 1')
  })
})

const folder = movieLens100kTestFolder()
it.runIf(folder)(
  'on MovieLens 100k ends where autodiff ends, to float tolerance',
  async () => {
    await initBackend(['wasm'])
    const data = await movieLens100k({ dir: folder! })
    const train = async (engine: 'auto' | 'autodiff') => {
      const dls = CollabDataLoaders.fromRatings(data.ratings, { item: 'title', validPct: 0.1, seed: 42 })
      const learn = await collabLearner(dls, { nFactors: 40, yRange: [0, 5.5], wd: 0.1, engine })
      await learn.fitOneCycle(5, 5e-3)
      return learn
    }
    const [fused, reference] = [await train('auto'), await train('autodiff')]
    for (const [i, { validLoss }] of fused.recorder.epochs.entries()) {
      expect(Math.abs(validLoss - reference.recorder.epochs[i]!.validLoss)).toBeLessThan(1e-4)
    }
    expect(await distance(fused, reference)).toBeLessThan(1e-3)
    reference.dispose()
  },
  120_000,
)
