import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeRanker, decodeRecommender, HybridRecommender, type Recommender } from '@onecycle/collab'
import { OnecycleError } from '@onecycle/tensor-core'
import { rankerFileOf, type Model } from './models.ts'

export interface LoadedModel {
  readonly recommender: Recommender
  /** Lists in the order of the model's ranker; null where it has none. */
  readonly hybrid: HybridRecommender | null
}

/** What a model's files are known by. */
export const checksumOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/**
 * Reads a model and its ranker, and has both answer once: the first request finds nothing left to work out.
 *
 * @throws OnecycleError `NO_FILE`, `BAD_MODEL_FILE` and what the file's reader throws; an error of Node's
 */
export async function loadModel({ version, file, card }: Model, folder: string): Promise<LoadedModel> {
  if (file === null)
    throw new OnecycleError('NO_FILE', `the file of model ${version} was removed`, { version })
  const { checksums, ranker } = card
  const recommender = decodeRecommender(await readWhole(folder, file, checksums?.model))
  const hybrid = ranker
    ? new HybridRecommender({
        ranker: decodeRanker(await readWhole(folder, rankerFileOf(file), checksums?.ranker)),
        predictor: recommender,
      })
    : null
  const rated = recommender.mostRated(3).map((item) => ({ item, rating: 4 }))
  for (const each of [recommender, hybrid]) each?.foldIn(rated).recommend({ n: 1 })
  return { recommender, hybrid }
}

async function readWhole(folder: string, file: string, checksum: string | undefined): Promise<Uint8Array> {
  const bytes = await readFile(join(folder, file))
  if (checksum === undefined || checksumOf(bytes) === checksum) return bytes
  throw new OnecycleError('BAD_MODEL_FILE', `${file} is not what was written: its SHA-256 is another`, {
    file,
  })
}
