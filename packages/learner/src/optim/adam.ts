import { checkHyper, optimizerOf, type DecayOptions, type OptimizerFactory } from './optimizer.ts'

export interface AdamOptions extends DecayOptions {
  /** Decay of the average of squared gradients. Default 0.99, fast.ai's; PyTorch's is 0.999. */
  readonly beta2?: number
  /** Default 1e-8. */
  readonly eps?: number
}

/**
 * Adam (Kingma and Ba 2015), with decoupled weight decay unless told otherwise (Loshchilov and Hutter 2019):
 *
 *     p <- p (1 - lr wd)
 *     m <- b1 m + (1 - b1) g          v <- b2 v + (1 - b2) g^2
 *     p <- p - lr / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + eps)
 *
 * b1 is the momentum of this very step, also inside the power, as in fast.ai v1.
 *
 * @throws OnecycleError `BAD_HYPER`
 */
export const adam = ({ beta2 = 0.99, eps = 1e-8, ...decay }: AdamOptions = {}): OptimizerFactory => {
  checkHyper('adam: beta2', beta2, 0, 1)
  checkHyper('adam: eps', eps, Number.MIN_VALUE, Infinity)
  const factory = optimizerOf('adam', decay, ({ lr, mom }, step) => [
    lr / (1 - mom ** step),
    mom,
    beta2,
    1 / Math.sqrt(1 - beta2 ** step),
    eps,
  ])
  return decay.decay === 'gradient' ? factory : Object.assign(factory, { adam: { beta2, eps } })
}
