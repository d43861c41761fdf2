import type { Scalar } from '@tensorflow/tfjs'
import { tf } from './backend.ts'
import type { Parameter } from './parameter.ts'

/**
 * The sum of p^2 over all elements of all parameters. Added to a loss with a factor wd it is L2
 * regularisation as the lesson's update() writes it; its gradient is 2 wd p, so it equals decoupled decay
 * with 2 wd where the optimizer is plain SGD.
 */
export const sumOfSquares = (parameters: readonly Parameter[]): Scalar =>
  tf.addN(parameters.map((parameter) => tf.sum(tf.square(parameter.tensor)))).asScalar()
