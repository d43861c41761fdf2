import { readFile } from 'node:fs/promises'
import { writeFileAtomic } from '@onecycle/tensor-core/node'
import {
  decodeNeuralRecommender,
  decodeRecommender,
  encodeRecommender,
  type DecodeOptions,
  type NeuralRecommender,
  type Recommender,
} from '@onecycle/collab'

/** Writes a recommender to a safetensors file, atomically: a reader finds the old model or the new one. */
export const saveRecommender = (recommender: Recommender | NeuralRecommender, path: string): Promise<void> =>
  writeFileAtomic(path, encodeRecommender(recommender))

/**
 * Reads a dot-bias recommender from a file.
 *
 * @throws OnecycleError `BAD_MODEL_FILE`, `BAD_MODEL`, `BAD_VOCABULARY`
 */
export const loadRecommender = async (path: string, options: DecodeOptions = {}): Promise<Recommender> =>
  decodeRecommender(await readFile(path), options)

/**
 * Reads a network (useNN) from a file.
 *
 * @throws OnecycleError `BAD_MODEL_FILE`, `BAD_MODEL`, `BAD_VOCABULARY`
 */
export const loadNeuralRecommender = async (
  path: string,
  options: DecodeOptions = {},
): Promise<NeuralRecommender> => decodeNeuralRecommender(await readFile(path), options)
