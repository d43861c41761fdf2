import type { Tensor } from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { fixture } from '../../../../fixtures.shared.ts'
import { expectGradient } from '../expect-gradient.ts'
import { expectNoLeak } from '../expect-no-leak.ts'
import {
  AdaptiveConcatPool2d,
  AvgPool2d,
  BatchNorm1d,
  BatchNorm2d,
  Conv2d,
  GELU,
  Generator,
  initBackend,
  LeakyReLU,
  Linear,
  MaxPool2d,
  ndArray,
  Parameter,
  ReLU,
  Sigmoid,
  tf,
  type Module,
} from '../index.ts'
import { testBackends } from '../software-vulkan.ts'

interface Array {
  readonly shape: number[]
  readonly data: number[]
}
interface Reference {
  readonly training: boolean
  readonly input: Array
  readonly inputGrad: Array
  readonly output: Array
  readonly parameters: Readonly<Record<string, { readonly value: Array; readonly grad: Array }>>
  readonly buffers: Readonly<Record<string, { readonly before: Array; readonly after: Array }>>
}

const references = fixture<{ layers: Record<string, Reference> }>('13_layers').layers
const rng = new Generator(1)

/** Each layer as make-layers.py has it. */
const layers: Record<string, () => Module> = {
  Linear: () => new Linear(3, 2, { rng }),
  'Linear, no bias': () => new Linear(3, 2, { rng, bias: false }),
  Conv2d: () => new Conv2d(2, 3, { kernelSize: 3, rng }),
  'Conv2d, stride 2, padding 1': () => new Conv2d(2, 3, { kernelSize: 3, stride: 2, padding: 1, rng }),
  'Conv2d, uneven, no bias': () =>
    new Conv2d(2, 2, { kernelSize: [1, 3], stride: [2, 1], padding: [0, 2], bias: false, rng }),
  'BatchNorm1d, training': () => new BatchNorm1d(3),
  'BatchNorm1d, evaluation': () => new BatchNorm1d(3),
  'BatchNorm2d, training': () => new BatchNorm2d(2, { eps: 1e-3, momentum: 0.3 }),
  'BatchNorm2d, evaluation': () => new BatchNorm2d(2, { eps: 1e-3 }),
  MaxPool2d: () => new MaxPool2d(2),
  'MaxPool2d, overlapping, padded': () => new MaxPool2d(3, { stride: 2, padding: 1 }),
  'MaxPool2d of equal values': () => new MaxPool2d(2),
  AvgPool2d: () => new AvgPool2d(2),
  'AvgPool2d, overlapping, padded': () => new AvgPool2d(3, { stride: 2, padding: 1 }),
  AdaptiveConcatPool2d: () => new AdaptiveConcatPool2d(),
  'AdaptiveConcatPool2d of equal values': () => new AdaptiveConcatPool2d(),
  ReLU: () => new ReLU(),
  LeakyReLU: () => new LeakyReLU(),
  GELU: () => new GELU(),
  Sigmoid: () => new Sigmoid(),
}

const floats = ({ data, shape }: Array) => ndArray(Float32Array.from(data), shape)
const camelCase = (name: string) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())

/** PyTorch's parameters and buffers under our names. */
const stateOf = ({ parameters, buffers }: Reference) =>
  new Map([
    ...Object.entries(parameters).map(([name, { value }]) => [name, floats(value)] as const),
    ...Object.entries(buffers).map(([name, { before }]) => [camelCase(name), floats(before)] as const),
  ])

const expectClose = (actual: Float32Array, { data }: Array) => {
  expect(actual).toHaveLength(data.length)
  for (const [i, value] of data.entries()) {
    expect(Math.abs(actual[i]! - value), `element ${i}: ${actual[i]} and ${value}`).toBeLessThan(
      2e-5 * Math.max(1, Math.abs(value)),
    )
  }
}

it('has a layer for each reference', () => {
  expect(Object.keys(layers)).toEqual(Object.keys(references))
})

describe.each(testBackends())('on %s', (backend) => {
  beforeAll(async () => {
    await initBackend([backend], { allowSoftware: true })
  })

  it.each(Object.entries(layers))('%s: value and gradient are those of PyTorch', async (name, make) => {
    const reference = references[name]!
    await expectNoLeak(async () => {
      const layer = make().train(reference.training)
      layer.loadStateDict(stateOf(reference))
      const input = new Parameter(Float32Array.from(reference.input.data), reference.input.shape)
      let output: Tensor | undefined
      const f = () => (output = layer.forward(input.tensor))

      tf.tidy(() => void f())
      expect(output!.shape).toEqual(reference.output.shape)
      for (const [buffer, { after }] of Object.entries(reference.buffers)) {
        expectClose((await layer.stateDict()).get(camelCase(buffer))!.data, after)
      }
      // Equal values have a kink: their gradient is compared with PyTorch's only.
      const tolerance = name.endsWith('equal values') ? Infinity : 1e-2
      const checked = await expectGradient(f, [input, ...layer.parameters()], { tolerance })
      expectClose(checked.output, reference.output)
      expectClose(checked.grads[0]!, reference.inputGrad)
      for (const [i, [parameter]] of layer.namedParameters().entries()) {
        expectClose(checked.grads[i + 1]!, reference.parameters[parameter]!.grad)
      }
      input.dispose()
      layer.dispose()
    })
  })
})
