import { beforeAll, describe, expect, it } from 'vitest'
import { Generator, initBackend } from '@onecycle/tensor-core'
import { slice, type Callback, type FitOptions } from '@onecycle/learner'
import { CollabDataLoaders } from '../collab-data-loaders.ts'
import { collabLearner, type CollabLearner, type CollabLearnerOptions } from '../collab-learner.ts'
import { usersAndItems } from '../models/users-and-items.ts'
import type { Rating } from '../ratings.ts'

/** 2,000 ratings by 90 users of 60 items; some ids are rare, so that rows wait long for their turn. */
const ratings: Rating[] = (() => {
  const rng = new Generator(5)
  const skewed = (n: number) => Math.floor(n * rng.uniform() ** 3)
  return Array.from({ length: 2000 }, () => {
    const [user, item] = [skewed(90), skewed(60)]
    const rating = Math.min(5, Math.max(1, Math.round(3 + Math.sin(user) + Math.cos(item) + rng.normal())))
    return { user, item, rating }
  })
})()

const learner = (engine: 'auto' | 'autodiff', options: CollabLearnerOptions, batchSize = 64) => {
  const dls = CollabDataLoaders.fromRatings(ratings, { validPct: 0.1, batchSize })
  return collabLearner(dls, { nFactors: 8, yRange: [0, 5.5], wd: 0.1, implicit: 'both', ...options, engine })
}

/** The largest difference between the parameters of two models. */
async function distance(a: CollabLearner, b: CollabLearner): Promise<number> {
  const others = b.model.parameters()
  const differences = a.model.parameters().map(async (parameter, i) => {
    const [one, other] = await Promise.all([parameter.data(), others[i]!.data()])
    return Math.max(...one.map((value, k) => Math.abs(value - other[k]!)))
  })
  return Math.max(...(await Promise.all(differences)))
}

describe('DotBiasStep with an implicit term', () => {
  beforeAll(() => initBackend(['wasm']))

  const oneCycle = (learn: CollabLearner) => learn.fitOneCycle(3, 2e-2)
  /** Trains both engines alike and gives how far apart they end. */
  const apart = async (fit: (learn: CollabLearner) => Promise<void>, options: CollabLearnerOptions) => {
    const [fused, reference] = [await learner('auto', options), await learner('autodiff', options)]
    await fit(fused)
    await fit(reference)
    const [lossA, lossB] = [fused, reference].map(({ recorder }) => recorder.epochs.at(-1)!.validLoss)
    expect(Math.abs(lossA! - lossB!)).toBeLessThan(1e-4)
    const result = await distance(fused, reference)
    reference.dispose()
    return result
  }

  it.each<[string, CollabLearnerOptions]>([
    ['item', { implicit: 'item' }],
    ['user', { implicit: 'user' }],
    ['both', {}],
    ['both, blocks of 2', { implicitEvery: 2 }],
    ['both, blocks of 7', { implicitEvery: 7 }],
    ['both, a block longer than the training', { implicitEvery: 1000 }],
    ['without yRange', { yRange: null }],
    ['3 factors', { nFactors: 3 }],
    ['40 factors', { nFactors: 40 }],
    ['28 factors', { nFactors: 28 }],
    ['decays of their own', { wd: 0.2, wdBias: 0.03, wdImplicit: 0.7, implicitEvery: 4 }],
  ])('%s: ends where autodiff ends', async (_, options) => {
    expect(await apart(oneCycle, options)).toBeLessThan(1e-4)
  })

  it('follows decays of biases without a term, and rates by layer group', async () => {
    const plain = { wd: 0.2, wdBias: 0.01 }
    const without = async (engine: 'auto' | 'autodiff') => {
      const dls = CollabDataLoaders.fromRatings(ratings, { validPct: 0.1, batchSize: 64 })
      const learn = await collabLearner(dls, { nFactors: 8, yRange: [0, 5.5], ...plain, engine })
      await learn.fitOneCycle(2, slice(1e-3, 2e-2))
      return learn
    }
    expect(await distance(await without('auto'), await without('autodiff'))).toBeLessThan(1e-4)
    const options = { ...plain, wdImplicit: 0.5, implicitEvery: 4 }
    expect(await apart((learn) => learn.fit(2, [1e-2, 5e-3, 2e-2]), options)).toBeLessThan(1e-4)
  })

  it('trains users and items at rates of their own, by autodiff where that tears the term apart', async () => {
    for (const implicit of ['item', 'both'] as const) {
      const options = { implicit, implicitEvery: 4, splitter: usersAndItems }
      expect(await apart((learn) => learn.fit(1, [1e-3, 1e-2]), options)).toBeLessThan(1e-4)
    }
  })

  it('follows callbacks that change hyperparameters as it goes', async () => {
    const meddle: Callback = {
      beforeBatch({ iteration, hypers }) {
        if (iteration % 5 === 3)
          for (const group of hypers) Object.assign(group, { lr: group.lr / 2, wd: 0.3 })
      },
    }
    const fit = (learn: CollabLearner) => learn.fitOneCycle(2, 2e-2, { callbacks: [meddle] })
    expect(await apart(fit, { implicitEvery: 4 })).toBeLessThan(1e-4)
  })

  it('gives the same bytes batch by batch as in runs', async () => {
    const byBatch: FitOptions = { callbacks: [{ afterBatch: () => undefined }] }
    const [runs, batches] = [await learner('auto', {}), await learner('auto', {})]
    await runs.fitOneCycle(3, 2e-2)
    await batches.fitOneCycle(3, 2e-2, byBatch)
    expect(await distance(runs, batches)).toBe(0)
    expect(runs.recorder.losses).toEqual(batches.recorder.losses)
  })

  it('hands over to autodiff in the middle of a block', async () => {
    const look: Callback = { afterBackward: (gradients) => gradients }
    const inBlocks = { implicitEvery: 4 } // of 29 batches an epoch
    const [mixed, reference] = [await learner('auto', inBlocks), await learner('autodiff', inBlocks)]
    for (const learn of [mixed, reference]) {
      await learn.fit(1, 1e-2)
      await learn.fit(2, 1e-2, { callbacks: [look] })
    }
    expect(await distance(mixed, reference)).toBeLessThan(1e-4)
  })

  it.each([7, 32, 1000])(
    'continues from a checkpoint to the same bytes, blocks of %d',
    async (implicitEvery) => {
      const whole = await learner('auto', { implicitEvery })
      await whole.fitOneCycle(3, 2e-2)
      const snapshots: Awaited<ReturnType<CollabLearner['state']>>[] = []
      const broken = await learner('auto', { implicitEvery })
      const keep: Callback = {
        async afterEpoch({ epoch, snapshot }) {
          if (epoch === 0) snapshots.push(await snapshot())
          else throw new Error('power cut')
        },
      }
      await expect(broken.fitOneCycle(3, 2e-2, { callbacks: [keep] })).rejects.toThrow('power cut')
      const other = await learner('auto', { implicitEvery })
      await other.fitOneCycle(3, 2e-2, { resume: snapshots[0]! })
      expect(await distance(whole, other)).toBe(0)
      expect(await other.state()).toEqual(await whole.state())
    },
  )

  it('says which gradient a state lacks', async () => {
    const learn = await learner('auto', {})
    await learn.fit(1, 1e-2)
    const state = await learn.state()
    const arrays = new Map([...state.optimizer.arrays].filter(([name]) => name !== '5.g'))
    await expect(learn.loadState({ ...state, optimizer: { ...state.optimizer, arrays } })).rejects.toThrow(
      'lacks "5.g" of shape',
    )
  })

  it('serves as it predicts: the gains are in the factors', async () => {
    const learn = await learner('auto', { implicitEvery: 4 })
    await learn.fitOneCycle(2, 2e-2)
    const recommender = await learn.recommender()
    const { predictions } = await learn.getPreds()
    const { inputs } = learn.dls.valid.dataset.batch(Array.from({ length: 200 }, (_, i) => i))
    for (let i = 0; i < 200; i++) {
      const [user, item] = inputs.map(({ data }) => data[i]!)
      const { score } = recommender.predict(
        user! > 0 ? learn.dls.users.rawId(user!) : 'unknown',
        learn.dls.items.rawId(item!),
      )
      if (user! > 0 && item! > 0) expect(Math.abs(score - predictions.data[i]!)).toBeLessThan(1e-4)
    }
  })
})
