import { join } from 'node:path'
import { CollabLearner, encodeRecommender, fitRanker, type NeuralCollabLearner } from '@onecycle/collab'
import { writeFileAtomic } from '@onecycle/tensor-core/node'
import type { ModelCard } from '../lib/model-card.ts'
import type { Recipe } from '../lib/recipe.ts'
import type { FoundDataset } from '../server/dataset.ts'
import { checksumOf } from '../server/load-model.ts'
import { rankerFileOf } from '../server/models.ts'

export interface KeepOptions {
  readonly dataset: FoundDataset
  readonly recipe: Recipe
  readonly device: string
  readonly folder: string
  /** The job's number. */
  readonly job: number
}

/** A model that was written to a file of the folder. */
export interface KeptModel {
  readonly file: string
  readonly card: ModelCard
}

/** What orders the lists of a model that predicts stars. A network cannot serve, and has none. */
const ranker = 'ials'

/**
 * Writes a learner's model to a file, and a ranker of the same ratings to another. The same training writes the
 * same bytes to the same name: no time, no place is in it.
 */
export async function keepModel(
  learn: CollabLearner | NeuralCollabLearner,
  { dataset, recipe, device: backend, folder, job }: KeepOptions,
): Promise<KeptModel> {
  const device = (learn instanceof CollabLearner && learn.device) || backend
  const { epochs } = learn.recorder
  const { validLoss, trainLoss } = epochs.at(-1)!
  const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0)
  const recommender = await learn.recommender({
    dataset: dataset.record.name,
    validLoss: String(validLoss),
    epochs: String(epochs.length),
    device,
  })
  const file = `job-${job}-epoch-${epochs.length}.safetensors`
  const model = await write(recommender, join(folder, file))
  const serves = learn instanceof CollabLearner
  const checksums = serves
    ? {
        model,
        ranker: await write(fitRanker(learn.dls, { model: ranker }), join(folder, rankerFileOf(file))),
      }
    : { model }
  const card: ModelCard = {
    validLoss,
    trainLoss,
    epochs: epochs.length,
    seconds,
    ratingsPerSecond: (epochs.length * learn.dls.train.length * recipe.batchSize) / seconds,
    device,
    recipe,
    dataset: dataset.record,
    ...(serves && { ranker }),
    checksums,
  }
  return { file, card }
}

/** @returns the file's checksum */
async function write(model: Parameters<typeof encodeRecommender>[0], path: string): Promise<string> {
  const bytes = encodeRecommender(model)
  await writeFileAtomic(path, bytes)
  return checksumOf(bytes)
}
