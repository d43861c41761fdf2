import { DeviceArray } from './device-array.ts'

/**
 * An array that belongs to a model's state but is not learned, such as the running statistics of
 * batch-norm: saved and loaded with the parameters, without gradient, weight decay or optimizer.
 */
export class StateBuffer extends DeviceArray {
  /** Keeps a buffer apart from a parameter for the type checker too. */
  readonly requiresGrad = false
}
