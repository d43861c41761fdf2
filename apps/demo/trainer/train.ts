import { join } from 'node:path'
import { CollabDataLoaders, collabLearner } from '@onecycle/collab'
import { saveRecommender } from '@onecycle/collab/node'
import { OnecycleError } from '@onecycle/tensor-core'
import type { ModelCard } from '../lib/model-card.ts'
import type { Progress } from '../lib/progress.ts'
import type { Recipe } from '../lib/recipe.ts'
import type { FoundDataset } from '../server/dataset.ts'
import { tellProgress } from './tell-progress.ts'

export interface TrainOptions {
  readonly dataset: FoundDataset
  readonly recipe: Recipe
  readonly device: string
  /** The folder and the name of the file to write. */
  readonly folder: string
  readonly file: string
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
}

/** Trains a model by a recipe and writes it to a file. */
export async function train(options: TrainOptions): Promise<ModelCard> {
  const { dataset, recipe, device, signal } = options
  const { batchSize, validPct, seed, nFactors, wd, epochs, lr } = recipe
  const dls = CollabDataLoaders.fromRatings(dataset.data.ratings, {
    item: 'title',
    validPct,
    seed,
    batchSize,
  })
  const learn = await collabLearner(dls, { nFactors, yRange: [0, 5.5], wd, seed })
  try {
    const started = performance.now()
    const callbacks = [tellProgress(learn.recorder, batchSize, options.onProgress)]
    await learn.fitOneCycle(epochs, lr, { signal, callbacks })
    const seconds = (performance.now() - started) / 1000

    const last = learn.recorder.epochs.at(-1)!
    if (!Number.isFinite(last.validLoss)) {
      throw new OnecycleError(
        'LOSS_NOT_FINITE',
        `the validation loss is ${last.validLoss}: lower the learning rate`,
      )
    }
    const card: ModelCard = {
      validLoss: last.validLoss,
      trainLoss: last.trainLoss,
      epochs,
      seconds,
      ratingsPerSecond: (epochs * dls.train.length * batchSize) / seconds,
      device,
      recipe,
      dataset: dataset.record,
    }
    const recommender = await learn.recommender({
      dataset: dataset.record.name,
      validLoss: String(last.validLoss),
      epochs: String(epochs),
      device,
    })
    signal.throwIfAborted()
    await saveRecommender(recommender, join(options.folder, options.file))
    return card
  } finally {
    learn.dispose()
  }
}
