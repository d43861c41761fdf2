import { mse } from '@onecycle/tensor-core'
import { Learner, type LearnerOptions } from '@onecycle/learner'
import type { CollabDataLoaders } from '../collab-data-loaders.ts'
import type { EmbeddingNN } from './embedding-nn.ts'
import { makeEmbeddingNN, type NNOptions } from './make-embedding-nn.ts'
import { NeuralRecommender, noSuchPart } from './neural-recommender.ts'

/** Options of a learner with a network in the place of the dot product. */
export interface NeuralCollabLearnerOptions extends Omit<LearnerOptions, 'lossFn'>, NNOptions {}

/** A learner for ratings whose model is an {@link EmbeddingNN}: it recommends, but cannot be looked into. */
export class NeuralCollabLearner extends Learner {
  declare readonly dls: CollabDataLoaders
  declare readonly model: EmbeddingNN

  /** There is none. @throws OnecycleError `NO_BIAS` */
  bias(): Promise<never> {
    return Promise.reject(noSuchPart('bias'))
  }

  /** There are none. @throws OnecycleError `NO_FACTORS` */
  weight(): Promise<never> {
    return Promise.reject(noSuchPart('weight'))
  }

  /** The model as it is now, in host memory, ready to serve and to save. */
  recommender(metadata: Readonly<Record<string, string>> = {}): Promise<NeuralRecommender> {
    return NeuralRecommender.of(this.model, this.dls, metadata)
  }
}

/**
 * A learner with an {@link EmbeddingNN} and mean squared error: what `collabLearner` makes with `useNN`.
 *
 * @throws OnecycleError `FACTORS_WITH_NN` when nFactors is given, `BAD_LAYERS`, `BAD_PROBABILITY`
 */
export function neuralCollabLearner(
  dls: CollabDataLoaders,
  options: NeuralCollabLearnerOptions = {},
): NeuralCollabLearner {
  const {
    nFactors,
    yRange,
    seed,
    layers,
    embeddingSizes,
    dropout,
    embeddingDropout,
    useBn,
    ...learnerOptions
  } = options
  const given = { nFactors, yRange, seed, layers, embeddingSizes, dropout, embeddingDropout, useBn }
  const nnOptions = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  return new NeuralCollabLearner(dls, makeEmbeddingNN(dls, nnOptions), { ...learnerOptions, lossFn: mse })
}
