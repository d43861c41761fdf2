import { ndArray, OnecycleError, tf, type Parameter } from '@onecycle/tensor-core'
import { adam, type Hypers, type OptimizerFactory } from '@onecycle/learner'
import type { Tensor } from '@tensorflow/tfjs'
import type { AdamConstants } from '../engine/schedule-tables.ts'

/** Adam that makes one step in `every` batches: its moments fade as they would by so many steps. */
export const ofBlocks = ({ beta2, eps }: AdamConstants, every: number) => ({
  adam: { beta2: beta2 ** every, eps },
  hypersOf: ({ mom, ...hypers }: Hypers): Hypers => ({ ...hypers, mom: mom ** every }),
})

/**
 * An optimizer that moves some parameters only after every `every`-th batch, with the mean gradient of these
 * batches and the hyperparameters of the last; all others at each batch. Adam with decoupled decay is that of
 * {@link ofBlocks}; of other optimizers a block is a step.
 *
 * It remembers a sum of gradients for each of them besides what the optimizer remembers, `N.g`, and counts batches.
 */
export function inBlocks(
  factory: OptimizerFactory,
  parameters: readonly Parameter[],
  every: number,
): OptimizerFactory {
  const isSlow = (parameter: Parameter) => parameters.includes(parameter)
  const blockwise = factory.adam && ofBlocks(factory.adam, every)
  const made: OptimizerFactory = () => {
    const fast = factory()
    const slow = blockwise ? adam(blockwise.adam)() : factory()
    const blocks = new Map<Parameter, { batches: number; sum: Tensor }>()
    const blockOf = (parameter: Parameter) => {
      const found = blocks.get(parameter)
      if (found) return found
      const block = { batches: 0, sum: tf.zeros([...parameter.shape]) as Tensor }
      blocks.set(parameter, block)
      return block
    }
    const replaceSum = (block: { sum: Tensor }, sum: Tensor) => {
      block.sum.dispose()
      block.sum = sum
    }
    const dispose = () => {
      for (const { sum } of blocks.values()) sum.dispose()
      blocks.clear()
    }
    return {
      step(parameter, grad, hypers) {
        if (!isSlow(parameter)) {
          fast.step(parameter, grad, hypers)
          return
        }
        const block = blockOf(parameter)
        replaceSum(block, tf.add(block.sum, grad))
        if (++block.batches % every > 0) return
        const mean = tf.mul(block.sum, 1 / every)
        slow.step(parameter, mean, blockwise ? blockwise.hypersOf(hypers) : hypers)
        mean.dispose()
        replaceSum(block, tf.zeros([...parameter.shape]))
      },
      async state(parameters) {
        const [ofFast, ofSlow] = await Promise.all([fast.state(parameters), slow.state(parameters)])
        const sums = parameters.map(async (parameter, i) => {
          const block = blocks.get(parameter)
          if (!block) return []
          const sum = ndArray((await block.sum.data()) as Float32Array, parameter.shape)
          return [[`${i}.g`, sum]] as const
        })
        return {
          arrays: new Map([...ofFast.arrays, ...ofSlow.arrays, ...(await Promise.all(sums)).flat()]),
          steps: parameters.map((parameter, i) => blocks.get(parameter)?.batches ?? ofFast.steps[i]!),
        }
      },
      load(parameters, { arrays, steps }) {
        dispose()
        // Steps without those of parameters that the other optimizer moves: it remembers nothing of them.
        const stepsOf = (slowOnes: boolean) =>
          steps.map((step, i) => {
            const parameter = parameters[i]
            if ((parameter !== undefined && isSlow(parameter)) !== slowOnes) return 0
            return slowOnes ? Math.floor(step / every) : step
          })
        fast.load(parameters, { arrays, steps: stepsOf(false) })
        slow.load(parameters, { arrays, steps: stepsOf(true) })
        for (const [i, parameter] of parameters.entries()) {
          if (!isSlow(parameter) || steps[i] === 0) continue
          const sum = arrays.get(`${i}.g`)
          if (sum?.shape.join() !== parameter.shape.join()) {
            const expected = `"${i}.g" of shape [${parameter.shape.join(', ')}]`
            throw new OnecycleError('BAD_OPTIMIZER_STATE', `the optimizer's state lacks ${expected}`)
          }
          blocks.set(parameter, { batches: steps[i]!, sum: tf.tensor(sum!.data, [...parameter.shape]) })
        }
      },
      dispose() {
        dispose()
        fast.dispose()
        slow.dispose()
      },
    }
  }
  return blockwise ? Object.assign(made, { adam: factory.adam }) : made
}
