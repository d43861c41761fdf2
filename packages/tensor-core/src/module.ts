import type { Tensor } from '@tensorflow/tfjs'
import { DeviceArray } from './device-array.ts'
import type { NdArray } from './nd-array.ts'
import { Parameter } from './parameter.ts'
import { checkState } from './check-state.ts'
import { StateBuffer } from './state-buffer.ts'

/**
 * A part of a model: parameters, buffers, further modules, and a `forward` that uses them.
 *
 * Write a model as a class; its properties that are parameters, buffers or modules (or arrays of modules)
 * are found by themselves, in the order in which they were assigned.
 *
 * @example
 * class Net extends Module {
 *   lin: Linear
 *   constructor(rng: Generator) { super(); this.lin = new Linear(784, 10, { rng }) }
 *   forward(x: Tensor) { return this.lin.forward(x) }
 * }
 */
export abstract class Module {
  /** True while learning: dropout drops, batch-norm uses the batch. */
  training = true

  abstract forward(...inputs: Tensor[]): Tensor

  /** The modules one level below, with the name of their property. */
  children(): [name: string, child: Module][] {
    return Object.entries(this).flatMap(([name, value]): [string, Module][] => {
      if (value instanceof Module) return [[name, value]]
      if (!Array.isArray(value)) return []
      return value.flatMap((item, i): [string, Module][] =>
        item instanceof Module ? [[String(i), item]] : [],
      )
    })
  }

  /** This module and all below it, first layers first. */
  modules(): Module[] {
    return [this, ...this.children().flatMap(([, child]) => child.modules())]
  }

  /** All parameters and buffers with names like `lin.weight`, first layers first. */
  namedState(): [name: string, array: DeviceArray][] {
    const own = Object.entries(this).filter(
      (entry): entry is [string, DeviceArray] => entry[1] instanceof DeviceArray,
    )
    const below = this.children().flatMap(([name, child]) =>
      child.namedState().map(([inner, array]): [string, DeviceArray] => [`${name}.${inner}`, array]),
    )
    return [...own, ...below]
  }

  /** The parameters of this module itself, without those of the modules below. */
  ownParameters(): Parameter[] {
    return Object.values(this).filter((value): value is Parameter => value instanceof Parameter)
  }

  /** All parameters with their names. */
  namedParameters(): [name: string, parameter: Parameter][] {
    return this.namedState().filter((entry): entry is [string, Parameter] => entry[1] instanceof Parameter)
  }

  /** All buffers with their names. */
  namedBuffers(): [name: string, buffer: StateBuffer][] {
    return this.namedState().filter(
      (entry): entry is [string, StateBuffer] => entry[1] instanceof StateBuffer,
    )
  }

  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter)
  }

  /** A copy of all parameters and buffers, by name: what a model file holds. */
  async stateDict(): Promise<Map<string, NdArray<Float32Array>>> {
    const entries = this.namedState().map(async ([name, array]): Promise<[string, NdArray<Float32Array>]> => [
      name,
      { data: await array.data(), shape: array.shape },
    ])
    return new Map(await Promise.all(entries))
  }

  /**
   * Replaces all parameters and buffers by those of `state`, as `stateDict` made it.
   *
   * @throws OnecycleError `STATE_MISMATCH` with every missing, unknown and misshapen name; nothing is
   *   changed then
   */
  loadStateDict(state: ReadonlyMap<string, NdArray>): void {
    const own = this.namedState()
    const values = checkState(own, state)
    for (const [i, [, array]] of own.entries()) array.set(values[i]!)
  }

  train(mode = true): this {
    this.training = mode
    for (const [, child] of this.children()) child.train(mode)
    return this
  }

  eval(): this {
    return this.train(false)
  }

  /** What stands between the parentheses when the module is printed. */
  describe(): string {
    return ''
  }

  /** The module as PyTorch prints it. */
  toString(): string {
    const children = this.children()
    if (children.length === 0) return `${this.constructor.name}(${this.describe()})`
    const lines = children.map(([name, child]) => `  (${name}): ${child.toString().replaceAll('\n', '\n  ')}`)
    return `${this.constructor.name}(\n${lines.join('\n')}\n)`
  }

  /** Frees the device memory of all parameters and buffers; the module is of no use afterwards. */
  dispose(): void {
    for (const [, array] of this.namedState()) array.dispose()
  }
}
