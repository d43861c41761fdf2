import { optimizerOf, type DecayOptions, type OptimizerFactory } from './optimizer.ts'

/** Stochastic gradient descent, p <- p - lr g; the schedule's momentum plays no part. */
export const sgd = (decay: DecayOptions = {}): OptimizerFactory => optimizerOf('sgd', decay, ({ lr }) => [lr])

/**
 * SGD with momentum, as PyTorch writes it: m <- mom m + g; p <- p - lr m. There is no factor 1 - mom, so a
 * steady gradient makes steps of lr / (1 - mom).
 */
export const momentum = (decay: DecayOptions = {}): OptimizerFactory =>
  optimizerOf('momentum', decay, ({ lr, mom }) => [lr, mom])
