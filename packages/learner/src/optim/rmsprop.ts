import { checkHyper, optimizerOf, type DecayOptions, type OptimizerFactory } from './optimizer.ts'

export interface RmspropOptions extends DecayOptions {
  /** Decay of the average of squared gradients. Default 0.99. */
  readonly alpha?: number
  /** Default 1e-8. */
  readonly eps?: number
}

/**
 * RMSProp (Hinton's lecture, 2012): v <- alpha v + (1 - alpha) g^2; p <- p - lr g / (sqrt(v) + eps).
 *
 * @throws OnecycleError `BAD_HYPER`
 */
export const rmsprop = ({ alpha = 0.99, eps = 1e-8, ...decay }: RmspropOptions = {}): OptimizerFactory => {
  checkHyper('rmsprop: alpha', alpha, 0, 1)
  checkHyper('rmsprop: eps', eps, Number.MIN_VALUE, Infinity)
  return optimizerOf('rmsprop', decay, ({ lr }) => [lr, alpha, eps])
}
