import type { Scalar, Tensor } from '@tensorflow/tfjs'
import { tf } from './backend.ts'
import type { Parameter } from './parameter.ts'

/**
 * The value of `f` and its gradient for each of `parameters`, and for no other variable of the process.
 *
 * @param f computes a scalar; intermediate tensors are disposed for it
 * @returns `grads[i]` has the shape of `parameters[i]`, or is null where the value does not depend on it;
 *   the caller disposes value and grads
 */
export function valueAndGrad(
  f: () => Scalar,
  parameters: readonly Parameter[],
): { value: Scalar; grads: (Tensor | null)[] } {
  const { value, grads } = tf.engine().gradients(
    f,
    parameters.map((parameter) => parameter.tensor),
    undefined,
    true,
  ) as { value: Scalar; grads: (Tensor | undefined)[] }
  return { value, grads: grads.map((grad) => grad ?? null) }
}
