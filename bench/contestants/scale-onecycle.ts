import { CollabDataLoaders, collabLearner } from '@onecycle/collab'
import { serve } from './serve.ts'
import { syntheticRatings } from './synthetic.ts'

const [rows, users, items, batchSize] = process.argv.slice(2).map(Number) as [number, number, number, number]
const dls = CollabDataLoaders.fromRatings(syntheticRatings(rows, users, items), { validPct: 0, batchSize })
// The lesson's decay of 0.1 a step is made for 1,406 steps an epoch; with more steps it takes less.
const wd = Math.min(0.1, (0.1 * 1406) / dls.train.length)
const learn = await collabLearner(dls, { nFactors: 40, yRange: [0, 5.5], wd })

await serve(`${dls.train.length} steps`, async () => {
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
  return (end - start) / 1000
})
