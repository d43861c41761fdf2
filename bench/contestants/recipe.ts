import { CollabDataLoaders, collabLearner, sampleRatings, type CollabLearnerOptions } from '@onecycle/collab'
import { movieLens100k } from '@onecycle/collab/node'
import type { Callback } from '@onecycle/learner'
import { serve } from './serve.ts'

/** The training rows of the recipe's split, as the other contestants read them too. */
export async function recipeData() {
  const { ratings, source } = await movieLens100k({ download: false }).catch(() => sampleRatings())
  const dls = CollabDataLoaders.fromRatings(ratings, {
    item: 'title',
    validPct: 0.1,
    seed: 42,
    batchSize: 64,
  })
  return { dls, source }
}

/** A fit of `epochs` epochs a turn, by one-cycle; the value is the time of one epoch's training. */
export async function serveEpochs(
  engine: 'auto' | 'autodiff',
  epochs: number,
  more: CollabLearnerOptions = {},
): Promise<void> {
  const { dls, source } = await recipeData()
  const learn = await collabLearner(dls, { nFactors: 40, yRange: [0, 5.5], wd: 0.1, engine, ...more })
  await serve(`${engine} engine, ${source.name}, mean of ${epochs} epochs a turn`, async () => {
    let start = 0
    let total = 0
    const clock: Callback = {
      beforeTrain: () => void (start = performance.now()),
      afterTrain: () => void (total += performance.now() - start),
    }
    await learn.fitOneCycle(epochs, 5e-3, { callbacks: [clock] })
    return total / epochs
  })
}
