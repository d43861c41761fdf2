import { beforeAll, describe, expect, it } from 'vitest'
import { initBackend, Parameter, tf } from '@onecycle/tensor-core'
import { expectNoLeak } from '@onecycle/tensor-core/test'
import { adam, momentum, type OptimizerFactory } from '@onecycle/learner'
import { inBlocks } from './in-blocks.ts'

const hypers = { lr: 0.1, mom: 0.9, wd: 0.1 }
const parameterOf = () => new Parameter(Float32Array.of(1, 2), [2])
const gradients = [
  [1, 0],
  [3, -2],
  [2, 5],
  [0, 1],
  [4, 4],
] as const

describe('inBlocks', () => {
  beforeAll(() => initBackend(['wasm']))

  it.each<[string, OptimizerFactory, OptimizerFactory, number]>([
    ['Adam, whose moments fade as by two steps', adam(), adam({ beta2: 0.99 ** 2 }), 0.9 ** 2],
    ['momentum', momentum(), momentum(), 0.9],
  ])(
    'moves a parameter after every other batch, by the mean gradient: %s',
    async (_, factory, ofBlock, mom) => {
      await expectNoLeak(async () => {
        const [slow, fast, wanted] = [parameterOf(), parameterOf(), parameterOf()]
        const optimizer = inBlocks(factory, [slow], 2)()
        const reference = ofBlock()
        for (const [i, gradient] of gradients.entries()) {
          const grad = tf.tensor1d([...gradient])
          optimizer.step(slow, grad, hypers)
          optimizer.step(fast, grad, hypers)
          grad.dispose()
          if (i % 2 === 0) continue
          const before = gradients[i - 1]!
          const mean = tf.tensor1d(gradient.map((value, k) => (value + before[k]!) / 2))
          reference.step(wanted, mean, { ...hypers, mom })
          mean.dispose()
          expect(await slow.data()).toEqual(await wanted.data())
        }
        const { steps, arrays } = await optimizer.state([slow, fast])
        expect(steps).toEqual([5, 5])
        expect(arrays.get('0.g')!.data).toEqual(Float32Array.of(4, 4))
        for (const each of [optimizer, reference, slow, fast, wanted]) each.dispose()
      })
    },
  )

  it('goes on from its state', async () => {
    const [whole, broken] = [parameterOf(), parameterOf()]
    const one = inBlocks(adam(), [whole], 2)()
    const two = inBlocks(adam(), [broken], 2)()
    const step = (optimizer: typeof one, parameter: Parameter, i: number) => {
      const grad = tf.tensor1d([...gradients[i]!])
      optimizer.step(parameter, grad, hypers)
      grad.dispose()
    }
    for (let i = 0; i < 5; i++) step(one, whole, i)
    for (let i = 0; i < 3; i++) step(two, broken, i)
    const three = inBlocks(adam(), [broken], 2)()
    three.load([broken], await two.state([broken]))
    for (let i = 3; i < 5; i++) step(three, broken, i)
    expect(await broken.data()).toEqual(await whole.data())
    const { arrays, steps } = await three.state([broken])
    expect(() =>
      two.load([broken], { arrays: new Map([...arrays].filter(([name]) => name !== '0.g')), steps }),
    ).toThrow('lacks "0.g" of shape [2]')
    for (const each of [one, two, three, whole, broken]) each.dispose()
  })
})
