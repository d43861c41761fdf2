import type { Tensor } from '@tensorflow/tfjs'
import { tf } from '../backend.ts'
import type { Parameter } from '../parameter.ts'
import type { UpdateConstants, UpdateRuleName } from './update-rules.ts'

/**
 * One step of an update rule for one parameter, in one kernel call.
 *
 * @param grad the gradient, of the parameter's shape; stays the caller's
 * @param memory what the rule remembers, tensors of the parameter's shape; their contents change in place
 */
export function updateParameter<Name extends UpdateRuleName>(
  rule: Name,
  parameter: Parameter,
  grad: Tensor,
  memory: readonly Tensor[],
  constants: UpdateConstants<Name>,
): void {
  const [m, v] = memory
  const inputs = { p: parameter.tensor, g: grad, ...(m && { m }), ...(v && { v }) }
  parameter.assign(tf.engine().runKernel(kernelName(rule), inputs, { constants: [...constants] }))
}

/** The TensorFlow.js kernel of a rule. */
export const kernelName = (rule: UpdateRuleName): string => `OnecycleUpdate_${rule}`
