import { beforeAll, describe, expect, it } from 'vitest'
import { Generator, initBackend, inEvalMode, ndArray, summary, tf } from '@onecycle/tensor-core'
import { expectGradient, expectNoLeak } from '@onecycle/tensor-core/test'
import { ConvBlock } from './conv-block.ts'
import { GlobalAvgPool2d } from './global-avg-pool2d.ts'
import { ResidualBlock } from './residual-block.ts'
import { ResNet } from './resnet.ts'
import { SimpleCnn } from './simple-cnn.ts'

beforeAll(() => initBackend(['wasm']))

const rng = new Generator(1)
const normals = (...shape: number[]) => {
  const size = shape.reduce((product, side) => product * side, 1)
  return tf.tensor(
    Float32Array.from({ length: size }, () => rng.normal()),
    shape,
  )
}

describe.each([SimpleCnn, ResNet])('%o', (Model) => {
  it('takes images flat or not, and gives the same logits', async () => {
    await expectNoLeak(() => {
      const model = new Model({ classes: 7 })
      const flat = normals(3, 784)
      inEvalMode(model, () => {
        const logits = tf.tidy(() => model.forward(flat))
        const ofImages = tf.tidy(() => model.forward(tf.reshape(flat, [3, 28, 28, 1])))
        expect(logits.shape).toEqual([3, 7])
        expect(ofImages.dataSync()).toEqual(logits.dataSync())
        tf.dispose([logits, ofImages])
      })
      flat.dispose()
      model.dispose()
    })
  })

  it('refuses images of another size, by name', () => {
    const model = new Model()
    expect(() => tf.tidy(() => model.forward(tf.zeros([2, 28, 27, 1])))).toThrow(
      'AsImages(28, 28, 1) expects an input of shape [batch, 784] or [batch, 28, 28, 1], but got [2, 28, 27, 1]',
    )
    model.dispose()
  })

  it('starts from its seed', async () => {
    const start = (seed: number) => new Model({ seed }).stateDict()
    expect(await start(3)).toEqual(await start(3))
    expect(await start(3)).not.toEqual(await start(4))
  })
})

describe('SimpleCnn', () => {
  it('halves the image four times', () => {
    const model = new SimpleCnn()
    const shapes = summary(model, [784]).match(/\[1, \d+, \d+, \d+\]/g)
    expect([...new Set(shapes)]).toEqual([
      '[1, 28, 28, 1]',
      '[1, 14, 14, 8]',
      '[1, 7, 7, 16]',
      '[1, 4, 4, 32]',
      '[1, 2, 2, 64]',
    ])
    // Convolutions without bias, batch-norm with weight and bias, one linear layer.
    const convolutions = 9 * (1 * 8 + 8 * 16 + 16 * 32 + 32 * 64)
    const norms = 2 * (8 + 16 + 32 + 64)
    expect(model.parameters().reduce((sum, { size }) => sum + size, 0)).toBe(
      convolutions + norms + 4 * 64 * 10 + 10,
    )
    model.dispose()
  })
})

describe('ResidualBlock', () => {
  it('gives relu(x) where its convolutions add nothing', async () => {
    await expectNoLeak(() => {
      const block = new ResidualBlock(2, 2, { rng })
      block.conv2.bn.weight.set(new Float32Array(2))
      const x = normals(4, 5, 5, 2)
      const y = tf.tidy(() => block.forward(x))
      expect(y.dataSync()).toEqual(x.dataSync().map((value) => Math.max(value, 0)))
      tf.dispose([x, y])
      block.dispose()
    })
  })

  it('brings its input to a new size and number of channels', async () => {
    await expectNoLeak(() => {
      const block = new ResidualBlock(2, 3, { rng, stride: 2 })
      expect(tf.tidy(() => block.forward(tf.ones([2, 7, 5, 2])).shape)).toEqual([2, 4, 3, 3])
      block.dispose()
    })
  })

  it('has the gradient that finite differences have', async () => {
    const block = new ResidualBlock(1, 2, { rng, stride: 2 }).eval()
    // Biases that keep both ReLUs away from their kink.
    for (const bn of [block.conv1.bn, block.conv2.bn]) bn.bias.set(Float32Array.of(5, 6))
    const x = normals(2, 4, 4, 1)
    await expectGradient(() => block.forward(x), block.parameters())
    x.dispose()
    block.dispose()
  })
})

describe('ConvBlock', () => {
  it('is normalised, and cut off below 0', async () => {
    await expectNoLeak(() => {
      const x = normals(8, 6, 6, 1)
      for (const relu of [true, false]) {
        const block = new ConvBlock(1, 2, { rng, stride: 1, relu })
        const values = [...tf.tidy(() => block.forward(x).dataSync())]
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length
        expect(values.some((value) => value < 0)).toBe(!relu)
        if (!relu) expect(mean).toBeCloseTo(0, 5)
        block.dispose()
      }
      x.dispose()
    })
  })
})

it('GlobalAvgPool2d is the mean over the places', () => {
  const { data, shape } = ndArray(
    Float32Array.from({ length: 12 }, (_, i) => i),
    [1, 2, 3, 2],
  )
  const means = tf.tidy(() => new GlobalAvgPool2d().forward(tf.tensor(data, [...shape])).dataSync())
  expect([...means]).toEqual([5, 6])
})
