import {
  byTime,
  CollabDataLoaders,
  collabLearner,
  leaveKOut,
  type CollabLearner,
  type NeuralCollabLearner,
  type SplitChoice,
} from '@onecycle/collab'
import type { Recipe } from '../lib/recipe.ts'
import type { FoundDataset } from '../server/dataset.ts'

/** Ratings from one to five stars; the sigmoid never reaches its ends, so there is room beyond. */
export const yRange = [0, 5.5] as const

/** The learner that a recipe asks for, with nothing learned yet. The same recipe makes the same one. */
export async function learnerOf(
  { model, nFactors, wd, seed, batchSize, validPct, split, device }: Recipe,
  { data }: FoundDataset,
): Promise<CollabLearner | NeuralCollabLearner> {
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
    : collabLearner(dls, { nFactors, yRange, wd, seed, engine: engineOf(device) })
}

function ruleOf(split: Recipe['split']): SplitChoice {
  if (split === 'time') return byTime()
  return split === 'leave-one-out' ? leaveKOut(1) : split
}

/** The model's own engine, on the CPU or a card; it has none for TensorFlow's library, which differentiates. */
const engineOf = (device: Recipe['device']) => (device === 'tensorflow' ? 'autodiff' : 'auto')
