import type { Scalar, Tensor } from '@tensorflow/tfjs'

/**
 * A loss: how wrong predictions are, as one number.
 *
 * `activation` turns the model's raw outputs into what a person wants to read; a loss that expects logits
 * has one, because the model itself ends without; null says that none is needed.
 */
export interface Loss {
  (predictions: Tensor, targets: Tensor): Scalar
  readonly activation?: ((outputs: Tensor) => Tensor) | null
}
