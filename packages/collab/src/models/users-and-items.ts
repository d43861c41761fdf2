import { OnecycleError, type Module } from '@onecycle/tensor-core'
import type { Splitter } from '@onecycle/learner'
import { EmbeddingDotBias } from './embedding-dot-bias.ts'

/**
 * Two layer groups, users and items, for rates of their own: `collabLearner(dls, { splitter: usersAndItems })`,
 * then `learn.fit(5, [1e-3, 5e-3])`.
 *
 * @throws OnecycleError `BAD_MODEL`
 */
export const usersAndItems: Splitter = (model) => {
  const { uWeight, uBias, uImplicit, iWeight, iBias, iImplicit } = dotBiasOf(model, 'usersAndItems')
  return [
    [uWeight, uBias, ...(uImplicit ? [uImplicit] : [])],
    [iWeight, iBias, ...(iImplicit ? [iImplicit] : [])],
  ]
}

/**
 * Layer groups for weight decays of their own: factors, biases, and the tables of the implicit term if there are any.
 *
 * @throws OnecycleError `BAD_MODEL`
 */
export const factorsAndBiases: Splitter = (model) => {
  const { uWeight, iWeight, uBias, iBias, uImplicit, iImplicit } = dotBiasOf(model, 'factorsAndBiases')
  const implicit = [uImplicit, iImplicit].filter((table) => table !== null)
  return [[uWeight, iWeight], [uBias, iBias], ...(implicit.length > 0 ? [implicit] : [])]
}

function dotBiasOf(model: Module, splitter: string): EmbeddingDotBias {
  if (model instanceof EmbeddingDotBias) return model
  const message = `${splitter} needs an EmbeddingDotBias; this is a ${model.constructor.name}`
  throw new OnecycleError('BAD_MODEL', message)
}
