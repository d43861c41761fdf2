import type { Tensor } from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  crossEntropy,
  Generator,
  initBackend,
  mse,
  Parameter,
  readTensor,
  ReLU,
  sigmoidRange,
  tf,
  valueAndGrad,
} from './index.ts'
import { expectGradient } from './expect-gradient.ts'
import { expectNoLeak } from './expect-no-leak.ts'
import { testBackends } from './software-vulkan.ts'

/** A tensor made from one parameter: what is differentiated. */
interface Case {
  readonly shape: readonly number[]
  readonly f: (p: Tensor) => Tensor
}

const rng = new Generator(1)
const constantOf = (shape: number[]) => {
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => rng.normal())
  return () => tf.tensor(values, shape)
}
const x = constantOf([4, 3])
const y = constantOf([4, 5])

const cases: Record<string, Case> = {
  'matMul, transposed': { shape: [5, 3], f: (p) => tf.matMul(x(), p, false, true) },
  'gather of some rows, one twice': {
    shape: [6, 2],
    f: (p) => tf.square(tf.gather(p, tf.tensor1d([1, 1, 5], 'int32'))),
  },
  'gather of wide rows': {
    shape: [3, 2, 2],
    f: (p) => tf.square(tf.gather(p, tf.tensor1d([2, 0], 'int32'))),
  },
  sigmoidRange: { shape: [7], f: (p) => sigmoidRange(p, 0, 5.5) },
  mse: { shape: [4, 5], f: (p) => mse(p, y()) },
  crossEntropy: { shape: [4, 5], f: (p) => crossEntropy(p, tf.tensor1d([0, 4, 2, 2], 'int32')) },
  relu: { shape: [9], f: (p) => new ReLU().forward(p) },
}

describe.each(testBackends())('on %s', (backend) => {
  beforeAll(async () => {
    await initBackend([backend], { allowSoftware: true })
  })

  it.each(Object.entries(cases))('%s: gradient agrees with finite differences', async (_, { shape, f }) => {
    const start = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => rng.normal())
    const parameter = new Parameter(start, shape)
    await expectNoLeak(async () => {
      await expectGradient(() => f(parameter.tensor), [parameter])
      parameter.dispose()
    })
  })

  it('leaves a gradient out where the value does not depend on the parameter', async () => {
    const used = new Parameter(Float32Array.of(2), [1])
    const unused = new Parameter(Float32Array.of(3), [1])
    const { value, grads } = valueAndGrad(() => tf.sum(tf.square(used.tensor)), [used, unused])
    expect((await readTensor(grads[0]!))[0]).toBe(4)
    expect(grads[1]).toBeNull()
    tf.dispose([value, grads[0]!])
    used.dispose()
    unused.dispose()
  })
})

describe('Parameter', () => {
  it('keeps its values on the way to the device and back, and can be set there', async () => {
    await initBackend(['wasm'])
    await expectNoLeak(async () => {
      const p = new Parameter(Float32Array.of(1, 2, 3), [3])
      expect([...(await p.data())]).toEqual([1, 2, 3])
      p.assign(tf.tensor1d([4, 5, 6]))
      expect([...(await p.data())]).toEqual([4, 5, 6])
      p.set(Float32Array.of(7, 8, 9))
      expect([...p.tensor.dataSync()]).toEqual([7, 8, 9])
      p.dispose()
    })
    expect(() => new Parameter(new Float32Array(2), [3])).toThrow('shape [3] has 3 values, but 2 were given')
  })
})
