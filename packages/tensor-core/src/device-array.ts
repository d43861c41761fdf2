import type { Tensor, Variable } from '@tensorflow/tfjs'
import { tf } from './backend.ts'
import { OnecycleError } from './errors.ts'
import { printShape } from './shape.ts'

/**
 * A float32 array that a module owns.
 *
 * It starts in host memory and moves to the device when a tensor is first wanted, so that models are
 * built, loaded and read without a backend.
 */
export class DeviceArray {
  readonly shape: readonly number[]
  readonly size: number
  #host: Float32Array | undefined
  #device: Variable | undefined
  #version = 0

  /** @throws OnecycleError `SHAPE_MISMATCH` */
  constructor(values: Float32Array, shape: readonly number[]) {
    this.shape = [...shape]
    this.size = shape.reduce((product, side) => product * side, 1)
    this.#check(values)
    this.#host = values.slice()
  }

  /** The array on the device, uploaded at its first use. Belongs to this object: do not dispose. */
  get tensor(): Variable {
    if (!this.#device) {
      // Not within tidy's reach: the array outlives the scope in which it was first used.
      const values = tf.tensor(this.#host!, [...this.shape], 'float32')
      this.#device = tf.variable(values, true)
      values.dispose()
      this.#host = undefined
    }
    return this.#device
  }

  /** Grows with each change: who keeps a copy of the values can tell whether it is still good. */
  get version(): number {
    return this.#version
  }

  /** A copy of the values, row-major. */
  async data(): Promise<Float32Array> {
    return this.#host ? this.#host.slice() : ((await this.#device!.data()) as Float32Array).slice()
  }

  /** As {@link data}, at once; not to be had from a GPU. */
  dataSync(): Float32Array {
    return this.#host ? this.#host.slice() : (this.#device!.dataSync() as Float32Array).slice()
  }

  /** Replaces the values. @throws OnecycleError `SHAPE_MISMATCH` */
  set(values: Float32Array): void {
    this.#check(values)
    if (this.#host?.length === this.size) this.#host.set(values)
    else this.#host = values.slice()
    this.#version++
    this.#device?.dispose()
    this.#device = undefined
  }

  /** Replaces the values by a tensor of the same shape, which it takes over. */
  assign(value: Tensor): void {
    this.tensor.assign(value)
    this.#version++
    value.dispose()
  }

  dispose(): void {
    this.#device?.dispose()
    this.#device = undefined
    this.#host = new Float32Array(0)
  }

  #check(values: Float32Array): void {
    if (values.length !== this.size) {
      throw new OnecycleError(
        'SHAPE_MISMATCH',
        `an array of shape ${printShape(this.shape)} has ${this.size} values, but ${values.length} were given`,
        { shape: this.shape, length: values.length },
      )
    }
  }
}
