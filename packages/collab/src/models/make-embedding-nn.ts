import { Generator, OnecycleError } from '@onecycle/tensor-core'
import { EmbeddingNN, type EmbeddingNNOptions } from './embedding-nn.ts'

/** What `collabLearner` takes besides `useNN: true`. */
export interface NNOptions extends Partial<Omit<EmbeddingNNOptions, 'users' | 'items' | 'rng' | 'yRange'>> {
  readonly yRange?: EmbeddingNNOptions['yRange']
  /** Seeds the model's start and its dropout. Default 42. */
  readonly seed?: number
  /** Not for this model: its widths are `embeddingSizes` and `layers`. Given, it is an error. */
  readonly nFactors?: number
}

/**
 * An {@link EmbeddingNN} for these vocabularies.
 *
 * @throws OnecycleError `FACTORS_WITH_NN` when nFactors is given, `BAD_LAYERS`, `BAD_PROBABILITY`
 */
export function makeEmbeddingNN(
  { users, items }: { readonly users: { readonly size: number }; readonly items: { readonly size: number } },
  { nFactors, seed = 42, yRange = null, ...options }: NNOptions = {},
): EmbeddingNN {
  if (nFactors !== undefined) {
    throw new OnecycleError(
      'FACTORS_WITH_NN',
      `nFactors is ${nFactors}, but a network (useNN) has none; give embeddingSizes and layers, or leave it out`,
      { nFactors },
    )
  }
  return new EmbeddingNN({
    ...options,
    users: users.size,
    items: items.size,
    yRange,
    rng: new Generator(seed),
  })
}
