import type { Scalar } from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { initBackend, Parameter, tf, valueAndGrad } from '@onecycle/tensor-core'
import { expectNoLeak } from '@onecycle/tensor-core/test'
import { adam } from './adam.ts'
import type { OptimizerFactory } from './optimizer.ts'
import { rmsprop } from './rmsprop.ts'
import { momentum, sgd } from './sgd.ts'

const optimizers: [name: string, make: OptimizerFactory, lr: number][] = [
  ['sgd', sgd(), 1.5e-3],
  ['momentum', momentum(), 2e-4],
  ['rmsprop', rmsprop(), 3e-3],
  ['adam', adam(), 2e-2],
  ["adam, PyTorch's", adam({ beta2: 0.999 }), 2e-2],
  ['adam, L2 in the gradient', adam({ decay: 'gradient' }), 2e-2],
]

/** (1 - x)^2 + 100 (y - x^2)^2 over p = [x, y, x, y, ...]: a bent valley with its floor at 1. */
const rosenbrock = (p: Parameter): Scalar => {
  const [x, y] = tf.split(p.tensor.reshape([3, 2]), 2, 1) as [
    ReturnType<typeof tf.tensor>,
    ReturnType<typeof tf.tensor>,
  ]
  const valley = tf.mul(tf.square(tf.sub(y, tf.square(x))), 100)
  return tf.sum(tf.add(tf.square(tf.sub(1, x)), valley))
}
const parabola = (p: Parameter): Scalar => tf.sum(tf.square(tf.sub(p.tensor, 3)))

describe.each(['wasm', 'cpu'])('optimizers on %s', (backend) => {
  beforeAll(() => initBackend([backend]))

  const run = (
    make: OptimizerFactory,
    f: (p: Parameter) => Scalar,
    p: Parameter,
    lr: number,
    steps: number,
    wd = 0,
  ) => {
    const optimizer = make()
    let last = NaN
    for (let i = 0; i < steps; i++) {
      const { value, grads } = valueAndGrad(() => f(p), [p])
      optimizer.step(p, grads[0]!, { lr, mom: 0.9, wd })
      last = value.dataSync()[0]!
      tf.dispose([value, grads[0]!])
    }
    optimizer.dispose()
    return last
  }

  describe.each(optimizers)('%s', (_, make, lr) => {
    it('finds the bottom of a parabola', async () => {
      await expectNoLeak(() => {
        const p = new Parameter(Float32Array.of(-1, 0, 5, 8, 3.5), [5])
        expect(run(make, parabola, p, 20 * lr, 600)).toBeLessThan(1e-2)
        p.dispose()
      })
    })

    it('goes down the valley of Rosenbrock', () => {
      const p = new Parameter(Float32Array.of(-1, 1, 0, 0, 0.5, -0.5), [6])
      const before = valueAndGrad(() => rosenbrock(p), [p]).value.dataSync()[0]!
      expect(run(make, rosenbrock, p, lr, 1500)).toBeLessThan(before / 50)
      p.dispose()
    })

    it('goes on from a saved state as if it had never stopped', async () => {
      const trail = async (breakAt: number | null) => {
        const p = new Parameter(Float32Array.of(-1, 0, 5), [3])
        let optimizer = make()
        for (let i = 0; i < 10; i++) {
          if (i === breakAt) {
            const state = await optimizer.state([p])
            optimizer.dispose()
            optimizer = make()
            optimizer.load([p], state)
          }
          const { value, grads } = valueAndGrad(() => parabola(p), [p])
          optimizer.step(p, grads[0]!, { lr, mom: 0.9, wd: 0.1 })
          tf.dispose([value, grads[0]!])
        }
        optimizer.dispose()
        return p.data()
      }
      expect(await trail(5)).toEqual(await trail(null))
    })
  })

  it('decay weights by the two ways that are the same for plain SGD', async () => {
    const after = async (make: OptimizerFactory) => {
      const p = new Parameter(Float32Array.of(-1, 2, 0.5, 4, 1), [5])
      run(make, parabola, p, 0.1, 5, 0.3)
      return p.data()
    }
    const [decoupled, gradient] = [await after(sgd()), await after(sgd({ decay: 'gradient' }))]
    decoupled.forEach((value, i) => expect(value).toBeCloseTo(gradient[i]!, 5))
    const [adamDecoupled, adamGradient] = [await after(adam()), await after(adam({ decay: 'gradient' }))]
    expect(Math.abs(adamDecoupled[0]! - adamGradient[0]!)).toBeGreaterThan(1e-3)
  })

  it('refuse a state of another model', async () => {
    const p = new Parameter(Float32Array.of(1, 2), [2])
    const q = new Parameter(Float32Array.of(1, 2, 3), [3])
    const optimizer = adam()()
    const g = tf.tensor1d([1, 1])
    optimizer.step(p, g, { lr: 1e-3, mom: 0.9, wd: 0 })
    const state = await optimizer.state([p])
    expect(() => adam()().load([p, q], state)).toThrow('of 1 parameters; the model has 2')
    expect(() => adam()().load([q], state)).toThrow('lacks "0.m" of shape [3]')
    tf.dispose(g)
    optimizer.dispose()
  })
})

it.each([
  [() => adam({ beta2: 1 }), 'adam: beta2 is 1; expected a number of at least 0 and under 1'],
  [() => adam({ eps: 0 }), 'adam: eps is 0'],
  [() => rmsprop({ alpha: -0.1 }), 'rmsprop: alpha is -0.1'],
])('bad constants are refused', (make, message) => {
  expect(make).toThrow(message)
})
