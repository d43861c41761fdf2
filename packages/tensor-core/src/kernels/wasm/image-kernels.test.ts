import type { Tensor, Tensor4D } from '@tensorflow/tfjs'
import { expect, it } from 'vitest'
import { initBackend, tf } from '../../backend.ts'
import { expectGradient } from '../../expect-gradient.ts'
import { expectNoLeak } from '../../expect-no-leak.ts'
import { BatchNorm1d } from '../../layers/batch-norm.ts'
import { Parameter } from '../../parameter.ts'
import { Generator } from '../../random.ts'

const rng = new Generator(1)
const normals = (shape: readonly number[]) =>
  Float32Array.from({ length: shape.reduce((product, side) => product * side, 1) }, () => rng.normal())

interface Convolution {
  readonly image: readonly [batch: number, height: number, width: number, channels: number]
  readonly window: readonly [height: number, width: number]
  readonly outChannels: number
  readonly stride: readonly [number, number]
  readonly pad: number | 'same' | 'valid'
}

const convolutions: Convolution[] = [
  { image: [3, 9, 7, 4], window: [3, 3], outChannels: 8, stride: [2, 2], pad: 1 },
  { image: [2, 5, 6, 3], window: [1, 1], outChannels: 5, stride: [2, 2], pad: 0 },
  { image: [2, 8, 8, 1], window: [5, 3], outChannels: 2, stride: [1, 2], pad: 2 },
  { image: [2, 6, 6, 5], window: [4, 2], outChannels: 3, stride: [1, 1], pad: 'same' },
  { image: [1, 7, 7, 2], window: [2, 2], outChannels: 3, stride: [3, 3], pad: 'valid' },
  // Windows that lie in the padding altogether.
  { image: [2, 2, 2, 2], window: [2, 2], outChannels: 3, stride: [1, 1], pad: 3 },
  // More patches than are held at a time.
  { image: [5, 40, 40, 32], window: [3, 3], outChannels: 4, stride: [1, 1], pad: 1 },
]

it.each(convolutions)('gradients of a convolution are those of the cpu backend: %j', async (convolution) => {
  const { image, window, outChannels, stride, pad } = convolution
  const filterShape = [...window, image[3], outChannels]
  const [x, filter] = [normals(image), normals(filterShape)]
  const gradientsOn = async (backend: string): Promise<Float32Array[]> => {
    await initBackend([backend])
    let values: Float32Array[] = []
    await expectNoLeak(() => {
      const run = (x: Tensor, filter: Tensor) =>
        tf.conv2d(x as Tensor4D, filter as Tensor4D, [...stride], pad)
      values = tf.tidy(() => {
        const inputs = [tf.tensor(x, [...image]), tf.tensor(filter, filterShape)]
        // The same weights for the outputs on both backends; no two outputs count alike.
        const size = run(inputs[0]!, inputs[1]!).size
        const dy = tf.cos(tf.range(0, size))
        const gradients = tf.grads((...args: Tensor[]) =>
          tf.sum(tf.mul(tf.reshape(run(args[0]!, args[1]!), [-1]), dy)),
        )
        return gradients(inputs).map((gradient) => gradient.dataSync() as Float32Array)
      })
    })
    return values
  }
  const expected = await gradientsOn('cpu')
  const actual = await gradientsOn('wasm')
  for (const [i, values] of expected.entries()) {
    const scale = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1)
    const differences = values.map((value, k) => Math.abs(value - actual[i]![k]!))
    expect(differences.reduce((largest, value) => Math.max(largest, value), 0)).toBeLessThan(2e-5 * scale)
  }
})

it.each([4, 5, 6, 8, 11])('batch-norm of %d columns is that of the cpu backend', async (features) => {
  const shape = [7, features]
  const [x, weight, bias] = [normals(shape), normals([features]), normals([features])]
  const on = async (backend: string) => {
    await initBackend([backend])
    const layer = new BatchNorm1d(features)
    layer.weight.set(weight)
    layer.bias.set(bias)
    const input = new Parameter(x, shape)
    const { output, grads } = await expectGradient(
      () => layer.forward(input.tensor),
      [input, ...layer.parameters()],
    )
    const running = [await layer.runningMean.data(), await layer.runningVar.data()]
    input.dispose()
    layer.dispose()
    return [output, ...grads, ...running].map((values) => [...values])
  }
  const [expected, actual] = [await on('cpu'), await on('wasm')]
  for (const [i, values] of expected.entries()) {
    for (const [k, value] of values.entries()) expect(actual[i]![k]).toBeCloseTo(value, 4)
  }
})
