import type { Tensor } from '@tensorflow/tfjs'
import type { Parameter } from '@onecycle/tensor-core'
import type { Hypers } from '../train-step.ts'

/** An update rule and what it remembers of each parameter. */
export interface Optimizer {
  /** Changes the parameter; the caller keeps (and disposes) the gradient. */
  step(parameter: Parameter, grad: Tensor, hypers: Hypers): void
  dispose(): void
}

/** Makes an optimizer with an empty memory; a learner calls it once, and again when groups are frozen. */
export type OptimizerFactory = () => Optimizer
