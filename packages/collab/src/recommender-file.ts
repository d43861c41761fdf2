import { readFile } from 'node:fs/promises'
import { writeFileAtomic } from '@onecycle/tensor-core/node'
import {
  decodeNeuralRecommender,
  decodeRanker,
  decodeRecommender,
  encodeRecommender,
  type DecodeOptions,
  type FactorRanker,
  type LinearRanker,
  type NeuralRecommender,
  type Recommender,
} from '@onecycle/collab'

/** Writes a recommender to a safetensors file, atomically: a reader finds the old model or the new one. */
export const saveRecommender = (
  recommender: Recommender | NeuralRecommender | LinearRanker | FactorRanker,
  path: string,
): Promise<void> => writeFileAtomic(path, encodeRecommender(recommender))

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

/**
 * Reads a ranker (fitRanker) from a file.
 *
 * @throws OnecycleError `BAD_MODEL_FILE`, `BAD_MODEL`, `BAD_VOCABULARY`
 */
export const loadRanker = async (
  path: string,
  options: DecodeOptions = {},
): Promise<LinearRanker | FactorRanker> => decodeRanker(await readFile(path), options)
