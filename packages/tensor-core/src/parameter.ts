import { DeviceArray } from './device-array.ts'

/** A learnable array of a model, float32. */
export class Parameter extends DeviceArray {
  /** False for a frozen parameter: it gets no gradient and no update. */
  requiresGrad = true
}
