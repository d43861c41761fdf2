import { expect, it } from 'vitest'
import { expectNoLeak } from '../expect-no-leak.ts'
import {
  BatchNorm2d,
  Conv2d,
  createHead,
  crossEntropy,
  Generator,
  initBackend,
  MaxPool2d,
  Parameter,
  readTensor,
  ReLU,
  Sequential,
  tf,
  valueAndGrad,
} from '../index.ts'
import { testBackends } from '../software-vulkan.ts'

const normal = (shape: [number, number, number, number], rng: Generator) => () =>
  tf.tensor4d(
    Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => rng.normal()),
    shape,
  )

/** Runs on that backend, and counts the backend's own arrays too: kernels take some for a while. */
const on = async <Result>(backend: string, body: () => Promise<Result> | Result): Promise<Result> => {
  await initBackend([backend], { allowSoftware: true })
  const before = tf.backend().numDataIds()
  const result = await expectNoLeak(body)
  expect(tf.backend().numDataIds()).toBe(before)
  return result
}

const others = testBackends().filter((name) => name !== 'cpu')

it.each(others)('a network of images learns the same on %s as on cpu', async (backend) => {
  const train = async () => {
    const rng = new Generator(5)
    const images = normal([6, 9, 9, 2], rng)
    const model = new Sequential(
      new Conv2d(2, 4, { kernelSize: 3, padding: 1, rng }),
      new BatchNorm2d(4),
      new MaxPool2d(2),
      new ReLU(),
      new Conv2d(4, 4, { kernelSize: 3, stride: 2, padding: 1, rng }),
      createHead(4, 3, { rng, hidden: [5] }),
    )
    const [x, y] = [images(), tf.tensor1d([0, 1, 2, 0, 1, 2], 'int32')]
    const losses: number[] = []
    for (let step = 0; step < 4; step++) {
      const { value, grads } = valueAndGrad(() => crossEntropy(model.forward(x), y), model.parameters())
      for (const [i, parameter] of model.parameters().entries()) {
        parameter.assign(tf.tidy(() => tf.sub(parameter.tensor, tf.mul(grads[i]!, 0.1))))
      }
      losses.push((await readTensor(value))[0]!)
      tf.dispose([value, ...grads.map((grad) => grad!)])
    }
    const state = await model.stateDict()
    tf.dispose([x, y])
    model.dispose()
    return { losses, state }
  }
  const other = await on(backend, train)
  const cpu = await on('cpu', train)
  for (const [i, loss] of cpu.losses.entries()) expect(other.losses[i]).toBeCloseTo(loss, 4)
  for (const [name, { data }] of cpu.state) {
    for (const [i, value] of data.entries())
      expect(other.state.get(name)!.data[i], name).toBeCloseTo(value, 3)
  }
})

it.each(others)("a convolution's gradients on %s are the same for many images as on cpu", async (backend) => {
  const gradients = async () => {
    const rng = new Generator(6)
    const conv = new Conv2d(4, 3, { kernelSize: 3, padding: 1, bias: false, rng })
    const images = normal([40, 28, 28, 4], rng)()
    const x = new Parameter((await readTensor(images)) as Float32Array, images.shape)
    const { value, grads } = valueAndGrad(() => tf.mean(tf.square(conv.forward(x.tensor))), [x, conv.weight])
    const found = await Promise.all(grads.map(async (grad) => Float32Array.from(await readTensor(grad!))))
    tf.dispose([images, value, ...grads.map((grad) => grad!)])
    x.dispose()
    conv.dispose()
    return found
  }
  const other = await on(backend, gradients)
  const cpu = await on('cpu', gradients)
  for (const [which, values] of cpu.entries()) {
    const largest = (each: (value: number, i: number) => number) =>
      values.reduce((max, value, i) => Math.max(max, Math.abs(each(value, i))), 0)
    const worst = largest((value, i) => value - other[which]![i]!)
    expect(worst / largest((value) => value)).toBeLessThan(1e-5)
  }
})
