import type { Scalar, Tensor } from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  crossEntropy,
  Embedding,
  Generator,
  initBackend,
  Linear,
  Module,
  mse,
  Parameter,
  ReLU,
  Sequential,
  sigmoidRange,
  tf,
  valueAndGrad,
} from './index.ts'
import { expectNoLeak } from './expect-no-leak.ts'

/** A scalar of one parameter, built from tensors: what is differentiated. */
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

describe.each(['wasm', 'cpu'])('on %s', (backend) => {
  beforeAll(() => initBackend([backend]))

  it.each(Object.entries(cases))('%s: gradient agrees with finite differences', async (_, { shape, f }) => {
    const start = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => rng.normal())
    const parameter = new Parameter(start, shape)
    // Weighted by its index, so that no two outputs count alike.
    const weighted = (p: Tensor): Scalar => {
      const out = f(p).flatten()
      return tf.sum(tf.mul(out, tf.range(1, out.size + 1)))
    }
    const valueAt = (values: Float32Array) =>
      tf.tidy(() => weighted(tf.tensor(values, [...shape])).dataSync()[0]!)

    await expectNoLeak(() => {
      const { value, grads } = valueAndGrad(() => weighted(parameter.tensor), [parameter])
      const grad = grads[0]!.dataSync()
      expect(value.dataSync()[0]).toBeCloseTo(valueAt(start), 4)
      tf.dispose([value, grads[0]!])
      for (let i = 0; i < start.length; i++) {
        const h = 1e-2
        const nudged = (by: number) => valueAt(Float32Array.from(start, (v, k) => (k === i ? v + by : v)))
        const difference = (nudged(h) - nudged(-h)) / (2 * h)
        expect(Math.abs(grad[i]! - difference)).toBeLessThan(2e-2 * Math.max(1, Math.abs(difference)))
      }
      parameter.dispose()
    })
  })

  it('leaves a gradient out where the value does not depend on the parameter', () => {
    const used = new Parameter(Float32Array.of(2), [1])
    const unused = new Parameter(Float32Array.of(3), [1])
    const { value, grads } = valueAndGrad(() => tf.sum(tf.square(used.tensor)), [used, unused])
    expect(grads[0]!.dataSync()[0]).toBe(4)
    expect(grads[1]).toBeNull()
    tf.dispose([value, grads[0]!])
    used.dispose()
    unused.dispose()
  })
})

describe('Module', () => {
  class Net extends Module {
    readonly body = new Sequential(new Linear(3, 2, { rng }), new ReLU())
    readonly table = new Embedding(4, 2, { rng })
    override forward(input: Tensor): Tensor {
      return this.body.forward(input)
    }
  }

  it('finds parameters by name, in order', () => {
    expect(new Net().namedParameters().map(([name, { shape }]) => [name, shape])).toEqual([
      ['body.0.weight', [2, 3]],
      ['body.0.bias', [2]],
      ['table.weight', [4, 2]],
    ])
  })

  it('prints as PyTorch does', () => {
    expect(String(new Net())).toBe(
      [
        'Net(',
        '  (body): Sequential(',
        '    (0): Linear(in_features=3, out_features=2, bias=true)',
        '    (1): ReLU()',
        '  )',
        '  (table): Embedding(4, 2)',
        ')',
      ].join('\n'),
    )
  })

  it('passes training and evaluation on to its parts', () => {
    const net = new Net().eval()
    expect(net.body.layers.every((layer) => !layer.training)).toBe(true)
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
