import type { Tensor } from '@tensorflow/tfjs'
import { Parameter } from './parameter.ts'

/**
 * A part of a model: parameters, further modules, and a `forward` that uses them.
 *
 * Write a model as a class; its properties that are parameters or modules (or arrays of modules) are found
 * by themselves, in the order in which they were assigned.
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

  /** All parameters with names like `lin.weight`, first layers first. */
  namedParameters(): [name: string, parameter: Parameter][] {
    const own = Object.entries(this).filter(
      (entry): entry is [string, Parameter] => entry[1] instanceof Parameter,
    )
    const below = this.children().flatMap(([name, child]) =>
      child.namedParameters().map(([inner, p]): [string, Parameter] => [`${name}.${inner}`, p]),
    )
    return [...own, ...below]
  }

  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter)
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

  /** Frees the device memory of all parameters; the module is of no use afterwards. */
  dispose(): void {
    for (const parameter of this.parameters()) parameter.dispose()
  }
}
