import type { Tensor } from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { expectGradient } from '../expect-gradient.ts'
import { expectNoLeak } from '../expect-no-leak.ts'
import {
  AdaptiveConcatPool2d,
  AvgPool2d,
  BatchNorm1d,
  BatchNorm2d,
  Conv2d,
  Dropout,
  Embedding,
  Flatten,
  GELU,
  Generator,
  Identity,
  initBackend,
  LeakyReLU,
  MaxPool2d,
  Parameter,
  readTensor,
  Sigmoid,
  tf,
  type Module,
} from '../index.ts'
import { testBackends } from '../software-vulkan.ts'

const rng = () => new Generator(1)
const read = async (output: Tensor) => {
  const values = Array.from(await readTensor(output))
  output.dispose()
  return { shape: output.shape, values }
}
/** Throws at once what the layer throws. */
const apply = (layer: Module, shape: number[]) => read(tf.tidy(() => layer.forward(tf.ones(shape))))

describe.each(testBackends())('on %s', (backend) => {
  beforeAll(async () => {
    await initBackend([backend], { allowSoftware: true })
  })

  describe('Dropout', () => {
    it('drops a share p while training and keeps the mean', async () => {
      const dropout = new Dropout(0.25, { rng: rng() })
      const { values } = await expectNoLeak(() => apply(dropout, [100, 100]))
      const dropped = values.filter((value) => value === 0).length
      expect(dropped / values.length).toBeCloseTo(0.25, 2)
      expect(values.every((value) => value === 0 || Math.abs(value - 4 / 3) < 1e-6)).toBe(true)
    })

    it('is decided by its generator, and lets everything pass in evaluation', async () => {
      const dropout = new Dropout(0.5, { rng: rng() })
      const [first, second] = [await apply(dropout, [50]), await apply(dropout, [50])]
      expect(first).not.toEqual(second)
      expect(await apply(new Dropout(0.5, { rng: rng() }), [50])).toEqual(first)
      expect((await apply(dropout.eval(), [50])).values.every((value) => value === 1)).toBe(true)
      expect((await apply(new Dropout(0, { rng: rng() }), [50])).values.every((value) => value === 1)).toBe(
        true,
      )
      expect((await apply(new Dropout(1, { rng: rng() }), [50])).values.every((value) => value === 0)).toBe(
        true,
      )
    })

    it('passes the gradient on to what it keeps', async () => {
      const dropout = new Dropout(0.5, { rng: rng() })
      const state = dropout.rng.state()
      const x = new Parameter(
        Float32Array.from({ length: 12 }, (_, i) => i / 10),
        [3, 4],
      )
      await expectNoLeak(async () => {
        await expectGradient(() => {
          dropout.rng.restore(state)
          return dropout.forward(x.tensor)
        }, [x])
        x.dispose()
      })
    })
  })

  it('Flatten and Identity keep values and gradients', async () => {
    const x = new Parameter(
      Float32Array.from({ length: 12 }, (_, i) => i / 10),
      [2, 1, 3, 2],
    )
    await expectNoLeak(async () => {
      await expectGradient(() => new Flatten().forward(new Identity().forward(tf.square(x.tensor))), [x])
      x.dispose()
    })
    expect((await apply(new Flatten(), [2, 1, 3, 2])).shape).toEqual([2, 6])
    expect((await apply(new Flatten(), [2])).shape).toEqual([2, 1])
    expect((await apply(new Flatten(), [0, 3, 2])).shape).toEqual([0, 6])
  })
})

it('layers print as in PyTorch', () => {
  const options = { kernelSize: 3, stride: 2, padding: 1, rng: rng() }
  const uneven = { kernelSize: [1, 3] as const, rng: rng(), bias: false }
  const layers = [
    new Conv2d(1, 8, options),
    new Conv2d(8, 4, uneven),
    new BatchNorm2d(8),
    new BatchNorm1d(4, { eps: 1e-3, momentum: 0.01 }),
    new Dropout(0.25, { rng: rng() }),
    new MaxPool2d(2),
    new AvgPool2d(3, { stride: [2, 1], padding: 1 }),
    new AdaptiveConcatPool2d(),
    new Flatten(),
    new Sigmoid(),
    new LeakyReLU(),
    new GELU(),
    new Identity(),
  ]
  expect(layers.map(String)).toEqual([
    'Conv2d(1, 8, kernel_size=(3, 3), stride=(2, 2), padding=(1, 1))',
    'Conv2d(8, 4, kernel_size=(1, 3), stride=(1, 1), bias=false)',
    'BatchNorm2d(8, eps=1e-05, momentum=0.1)',
    'BatchNorm1d(4, eps=0.001, momentum=0.01)',
    'Dropout(p=0.25)',
    'MaxPool2d(kernel_size=2, stride=2, padding=0)',
    'AvgPool2d(kernel_size=3, stride=(2, 1), padding=1)',
    'AdaptiveConcatPool2d()',
    'Flatten()',
    'Sigmoid()',
    'LeakyReLU(negative_slope=0.01)',
    'GELU()',
    'Identity()',
  ])
})

it('layers refuse what does not fit, by name', () => {
  const conv = new Conv2d(2, 4, { kernelSize: 5, padding: 1, rng: rng() })
  const name = String(conv)
  expect(() => apply(conv, [1, 2, 8, 2])).toThrow(
    `${name} expects an input of shape [batch, >=3, >=3, 2], but got [1, 2, 8, 2]`,
  )
  expect(() => apply(conv, [1, 8, 8, 3])).toThrow('but got [1, 8, 8, 3]')
  expect(() => apply(new MaxPool2d(2), [1, 4, 1, 3])).toThrow('[batch, >=2, >=2, channels]')
  expect(() => apply(new AvgPool2d(2), [4, 4])).toThrow(
    'AvgPool2d(kernel_size=2, stride=2, padding=0) expects',
  )
  expect(() => apply(new AdaptiveConcatPool2d(), [4, 4])).toThrow('[batch, height, width, channels]')
  expect(() => apply(new BatchNorm1d(3), [4, 2])).toThrow('[batch, 3], but got [4, 2]')
  expect(() => apply(new BatchNorm2d(3), [4, 3])).toThrow('[batch, height, width, 3], but got [4, 3]')
  expect(() => apply(new Embedding(3, 2, { rng: rng() }), [4, 1])).toThrow('[batch], but got [4, 1]')
  expect(() => apply(new Flatten(), [])).toThrow(
    'Flatten() expects an input of shape [batch, ...], but got []',
  )
  expect(() => new MaxPool2d(2, { padding: 2 })).toThrow(
    "expected a padding of at most half the kernel's size",
  )
  expect(() => new Dropout(1.5, { rng: rng() })).toThrow('Dropout(p=1.5): expected a p from 0 to 1')
  expect(() => apply(new BatchNorm1d(3), [1, 3])).toThrow('has no variance to train with')
})
