import { CollabDataLoaders, collabLearner, sampleRatings } from '@onecycle/collab'
import { movieLens100k } from '@onecycle/collab/node'
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

/** One epoch a turn, of a fit with one-cycle that goes on as long as it is asked. */
export async function serveEpochs(engine: 'auto' | 'autodiff'): Promise<void> {
  const { dls, source } = await recipeData()
  const learn = await collabLearner(dls, { nFactors: 40, yRange: [0, 5.5], wd: 0.1, engine })
  await serve(`${engine} engine, ${source.name}`, async () => {
    let start = 0
    let end = 0
    await learn.fitOneCycle(1, 5e-3, {
      callbacks: [
        {
          beforeTrain: () => void (start = performance.now()),
          afterTrain: () => void (end = performance.now()),
        },
      ],
    })
    return end - start
  })
}
