import { ndArray, OnecycleError, tf, type Parameter } from '@onecycle/tensor-core'
import type { OptimizerFactory } from '@onecycle/learner'
import type { Tensor } from '@tensorflow/tfjs'

/**
 * An optimizer that moves some parameters only after every `every`-th batch, with the mean gradient of these
 * batches and the hyperparameters of the last; all others at each batch.
 *
 * It remembers a sum of gradients for each of them besides what the optimizer remembers, `N.g`, and counts batches.
 */
export function inBlocks(
  factory: OptimizerFactory,
  parameters: readonly Parameter[],
  every: number,
): OptimizerFactory {
  const isSlow = (parameter: Parameter) => parameters.includes(parameter)
  const made: OptimizerFactory = () => {
    const inner = factory()
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
          inner.step(parameter, grad, hypers)
          return
        }
        const block = blockOf(parameter)
        replaceSum(block, tf.add(block.sum, grad))
        if (++block.batches % every > 0) return
        const mean = tf.mul(block.sum, 1 / every)
        inner.step(parameter, mean, hypers)
        mean.dispose()
        replaceSum(block, tf.zeros([...parameter.shape]))
      },
      async state(parameters) {
        const { arrays, steps } = await inner.state(parameters)
        const sums = parameters.map(async (parameter, i) => {
          const block = blocks.get(parameter)
          if (!block) return []
          const sum = ndArray((await block.sum.data()) as Float32Array, parameter.shape)
          return [[`${i}.g`, sum]] as const
        })
        return {
          arrays: new Map([...arrays, ...(await Promise.all(sums)).flat()]),
          steps: parameters.map((parameter, i) => blocks.get(parameter)?.batches ?? steps[i]!),
        }
      },
      load(parameters, { arrays, steps }) {
        dispose()
        const innerSteps = steps.map((step, i) => {
          const parameter = parameters[i]
          return parameter && isSlow(parameter) ? Math.floor(step / every) : step
        })
        inner.load(parameters, { arrays, steps: innerSteps })
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
        inner.dispose()
      },
    }
  }
  return factory.adam ? Object.assign(made, { adam: factory.adam }) : made
}
