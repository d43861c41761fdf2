import { OnecycleError } from '@onecycle/tensor-core'
import type { Splitter } from '@onecycle/learner'
import { EmbeddingDotBias } from './embedding-dot-bias.ts'

/**
 * Two layer groups, users and items, for rates of their own: `collabLearner(dls, { splitter: usersAndItems })`,
 * then `learn.fit(5, [1e-3, 5e-3])`.
 *
 * @throws OnecycleError `BAD_MODEL`
 */
export const usersAndItems: Splitter = (model) => {
  if (!(model instanceof EmbeddingDotBias)) {
    throw new OnecycleError(
      'BAD_MODEL',
      `usersAndItems needs an EmbeddingDotBias; this is a ${model.constructor.name}`,
    )
  }
  return [
    [model.uWeight, model.uBias],
    [model.iWeight, model.iBias],
  ]
}
