import {
  byTime,
  CollabDataLoaders,
  collabLearner,
  leaveKOut,
  type CollabLearner,
  type NeuralCollabLearner,
  type SplitChoice,
} from '@onecycle/collab'
import { initBackend } from '@onecycle/tensor-core'
import { backendsFromEnvironment } from '@onecycle/tensor-core/node'
import type { Recipe } from '../lib/recipe.ts'
import type { FoundDataset } from '../server/dataset.ts'

/** Ratings from one to five stars; the sigmoid never reaches its ends, so there is room beyond. */
const yRange = [0, 5.5] as const

/** The learner that a recipe asks for, with nothing learned yet. The same recipe makes the same one. */
export async function learnerOf(
  { model, nFactors, wd, seed, batchSize, validPct, split, device }: Recipe,
  { data }: FoundDataset,
): Promise<CollabLearner | NeuralCollabLearner> {
  // The fused engine needs no backend.
  if (device !== 'auto') await initBackend([device])
  else if (model === 'network') await initBackend(backendsFromEnvironment())
  const dls = CollabDataLoaders.fromRatings(data.ratings, {
    item: 'title',
    split: ruleOf(split),
    validPct,
    seed,
    batchSize,
  })
  return model === 'network'
    ? collabLearner(dls, {
        useNN: true,
        embeddingSizes: { users: nFactors, items: nFactors },
        yRange,
        wd,
        seed,
      })
    : collabLearner(dls, { nFactors, yRange, wd, seed, engine: device === 'auto' ? 'auto' : 'autodiff' })
}

function ruleOf(split: Recipe['split']): SplitChoice {
  if (split === 'time') return byTime()
  return split === 'leave-one-out' ? leaveKOut(1) : split
}

/** What a recipe's training runs on, for people. */
export const deviceOf = async ({ device }: Recipe, own: string): Promise<string> =>
  device === 'auto' ? own : (await initBackend([device])).device
