import { readFile } from 'node:fs/promises'
import { writeFileAtomic } from '@onecycle/tensor-core/node'
import { decodeRecommender, encodeRecommender, type Recommender } from '@onecycle/collab'

/** Writes a recommender to a safetensors file, atomically: a reader finds the old model or the new one. */
export const saveRecommender = (recommender: Recommender, path: string): Promise<void> =>
  writeFileAtomic(path, encodeRecommender(recommender))

/** Reads a recommender from a file. @throws OnecycleError `BAD_MODEL_FILE`, `BAD_MODEL`, `BAD_VOCABULARY` */
export const loadRecommender = async (path: string): Promise<Recommender> =>
  decodeRecommender(await readFile(path))
