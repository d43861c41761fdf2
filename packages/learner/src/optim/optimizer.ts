import type { Tensor } from '@tensorflow/tfjs'
import {
  ndArray,
  OnecycleError,
  tf,
  updateParameter,
  updateRules,
  type NdArray,
  type Parameter,
  type UpdateConstants,
  type UpdateRuleName,
} from '@onecycle/tensor-core'
import type { Hypers } from '../train-step.ts'

/** What an optimizer remembers, in host memory: arrays by name, and how often each parameter was updated. */
export interface OptimizerState {
  /** By parameter number and slot: `0.m`. */
  readonly arrays: ReadonlyMap<string, NdArray<Float32Array>>
  /** By parameter number. */
  readonly steps: readonly number[]
}

/** An update rule and what it remembers of each parameter. */
export interface Optimizer {
  /** Changes the parameter; the gradient stays the caller's. */
  step(parameter: Parameter, grad: Tensor, hypers: Hypers): void
  /** What it remembers of these parameters, in their order. */
  state(parameters: readonly Parameter[]): Promise<OptimizerState>
  /** Puts back what {@link state} gave. @throws OnecycleError `BAD_OPTIMIZER_STATE` */
  load(parameters: readonly Parameter[], state: OptimizerState): void
  /** Forgets everything and frees its device memory. */
  dispose(): void
}

/** Makes an optimizer with an empty memory; a learner calls it once, and again when groups are frozen. */
export interface OptimizerFactory {
  (): Optimizer
  /** The settings of Adam with decoupled decay, where it is one: what a fused engine can take over. */
  readonly adam?: { readonly beta2: number; readonly eps: number }
}

/** How weight decay acts: on the weights, beside the gradient (`true_wd`), or as L2 within it. */
export interface DecayOptions {
  /**
   * `decoupled` (default): p <- p (1 - lr wd), before the step. `gradient`: g <- g + wd p, which is the
   * gradient of wd/2 sum p^2. With plain SGD the two are the same; with Adam they are not.
   */
  readonly decay?: 'decoupled' | 'gradient'
}

/**
 * An optimizer from a rule, whose constants are computed anew for each step.
 *
 * @param constants of the rule after `decay` and `l2`; `step` counts from 1
 */
export const optimizerOf =
  <Name extends UpdateRuleName>(
    rule: Name,
    { decay = 'decoupled' }: DecayOptions,
    constants: (hypers: Hypers, step: number) => DropTwo<UpdateConstants<Name>>,
  ): OptimizerFactory =>
  () => {
    const memories = new Map<Parameter, { steps: number; slots: Tensor[] }>()
    const slotNames = ['m', 'v'].slice(0, updateRules[rule].memory)
    const memoryOf = (parameter: Parameter) => {
      const found = memories.get(parameter)
      if (found) return found
      const made = { steps: 0, slots: slotNames.map(() => tf.zeros([...parameter.shape])) }
      memories.set(parameter, made)
      return made
    }
    return {
      step(parameter, grad, hypers) {
        const memory = memoryOf(parameter)
        memory.steps++
        const { lr, wd } = hypers
        const both = decay === 'decoupled' ? [1 - lr * wd, 0] : [1, wd]
        const all = [...both, ...constants(hypers, memory.steps)] as unknown as UpdateConstants<Name>
        updateParameter(rule, parameter, grad, memory.slots, all)
      },
      async state(parameters) {
        const arrays = new Map<string, NdArray<Float32Array>>()
        for (const [i, parameter] of parameters.entries()) {
          for (const [k, slot] of (memories.get(parameter)?.slots ?? []).entries()) {
            arrays.set(`${i}.${slotNames[k]!}`, ndArray((await slot.data()) as Float32Array, parameter.shape))
          }
        }
        return { arrays, steps: parameters.map((parameter) => memories.get(parameter)?.steps ?? 0) }
      },
      load(parameters, { arrays, steps }) {
        if (steps.length !== parameters.length) {
          throw new OnecycleError(
            'BAD_OPTIMIZER_STATE',
            `the optimizer's state is of ${steps.length} parameters; the model has ${parameters.length}`,
          )
        }
        this.dispose()
        for (const [i, parameter] of parameters.entries()) {
          if (steps[i] === 0) continue
          const slots = slotNames.map((name) => {
            const array = arrays.get(`${i}.${name}`)
            if (array?.shape.join() !== parameter.shape.join()) {
              throw new OnecycleError(
                'BAD_OPTIMIZER_STATE',
                `the optimizer's state lacks "${i}.${name}" of shape [${parameter.shape.join(', ')}]`,
              )
            }
            return tf.tensor(array!.data, [...parameter.shape])
          })
          memories.set(parameter, { steps: steps[i]!, slots })
        }
      },
      dispose() {
        for (const { slots } of memories.values()) tf.dispose(slots)
        memories.clear()
      },
    }
  }

/** A list without its first two members: decay and l2. */
type DropTwo<List extends readonly number[]> = List extends [number, number, ...infer Rest] ? Rest : never

/** @throws OnecycleError `BAD_HYPER` unless low <= value < high */
export function checkHyper(name: string, value: number, low: number, high: number): void {
  if (!(value >= low && value < high)) {
    const expected = high === Infinity ? `at least ${low}` : `at least ${low} and under ${high}`
    throw new OnecycleError('BAD_HYPER', `${name} is ${value}; expected a number of ${expected}`, {
      name,
      value,
    })
  }
}
