import type { Splitter } from '@onecycle/learner'
import type { EmbeddingDotBias } from './embedding-dot-bias.ts'

/** Layer groups for weight decays of their own: factors, biases, and the tables of the implicit term if there are any. */
export const factorsBiasesImplicit: Splitter = (model) => {
  const { uWeight, iWeight, uBias, iBias, uImplicit, iImplicit } = model as EmbeddingDotBias
  const implicit = [uImplicit, iImplicit].filter((table) => table !== null)
  return [[uWeight, iWeight], [uBias, iBias], ...(implicit.length > 0 ? [implicit] : [])]
}
