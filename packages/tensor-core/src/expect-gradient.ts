import type { Scalar, Tensor } from '@tensorflow/tfjs'
import { OnecycleError, tf, valueAndGrad, type Parameter } from '@onecycle/tensor-core'

export interface ExpectGradientOptions {
  /** How far each element is moved to either side. Default 0.01. */
  readonly step?: number
  /** Largest difference, relative where the gradient is above 1. Default 0.01. */
  readonly tolerance?: number
}

export interface CheckedGradient {
  /** What `f` gave, row-major. */
  readonly output: Float32Array
  /** The gradient for each parameter; zeros where the output does not depend on it. */
  readonly grads: readonly Float32Array[]
}

/**
 * Compares the gradient of sum_i cos(i) * f()_i with finite differences, for each element of `parameters`,
 * and throws if they differ. (The cosines let no two outputs count alike.)
 *
 * @param f a function of the parameters' tensors, smooth within `step` of their values
 * @throws OnecycleError `GRADIENT_MISMATCH`
 */
export async function expectGradient(
  f: () => Tensor,
  parameters: readonly Parameter[],
  { step = 1e-2, tolerance = 1e-2 }: ExpectGradientOptions = {},
): Promise<CheckedGradient> {
  const outputOf = async (): Promise<Float32Array> => {
    const tensor = tf.tidy(f)
    const output = (await tensor.data()) as Float32Array
    tensor.dispose()
    return output
  }
  const output = (await outputOf()).slice()
  const grads = await gradientsOf(f, parameters)
  for (const [which, parameter] of parameters.entries()) {
    const start = await parameter.data()
    for (let i = 0; i < start.length; i++) {
      const sumAt = async (value: number): Promise<number> => {
        parameter.set(start.with(i, value))
        return (await outputOf()).reduce((sum, y, k) => sum + Math.cos(k) * y, 0)
      }
      const difference = ((await sumAt(start[i]! + step)) - (await sumAt(start[i]! - step))) / (2 * step)
      const grad = grads[which]![i]!
      // Written so that NaN is a difference too.
      if (!(Math.abs(grad - difference) <= tolerance * Math.max(1, Math.abs(difference)))) {
        throw new OnecycleError(
          'GRADIENT_MISMATCH',
          `gradient ${grad} of element ${i} of parameter ${which}, but finite differences give ${difference}`,
          { parameter: which, element: i, gradient: grad, difference },
        )
      }
    }
    parameter.set(start)
  }
  return { output, grads }
}

async function gradientsOf(f: () => Tensor, parameters: readonly Parameter[]): Promise<Float32Array[]> {
  const weighted = (): Scalar => {
    const flat = f().flatten()
    return tf.sum(tf.mul(flat, tf.cos(tf.range(0, flat.size))))
  }
  const { value, grads } = valueAndGrad(weighted, parameters)
  const values = await Promise.all(
    grads.map(async (grad, i) =>
      grad ? ((await grad.data()) as Float32Array).slice() : new Float32Array(parameters[i]!.size),
    ),
  )
  tf.dispose([value, ...grads.filter((grad) => grad !== null)])
  return values
}
