import type { Tensor } from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { fixture } from '../../../../fixtures.shared.ts'
import { expectGradient } from '../expect-gradient.ts'
import { expectNoLeak } from '../expect-no-leak.ts'
import {
  binaryCrossEntropyWithLogits,
  crossEntropy,
  crossEntropyWith,
  initBackend,
  l1,
  mse,
  nll,
  Parameter,
  tf,
  type Loss,
} from '../index.ts'
import { testBackends } from '../software-vulkan.ts'
import { valuesOf } from '../values-of.ts'

interface Values {
  readonly shape: number[]
  readonly data: number[]
}
interface Reference {
  readonly predictions: Values
  readonly targets: Values
  readonly value: number
  readonly grad: Values
}

const references = fixture<{ losses: Record<string, Reference> }>('13_layers').losses

/** Each loss as make-layers.py has it. */
const losses: Record<string, Loss> = {
  crossEntropy,
  'crossEntropy of huge logits': crossEntropy,
  'crossEntropy, soft targets': crossEntropy,
  'crossEntropy, smoothed': crossEntropyWith({ labelSmoothing: 0.1 }),
  'crossEntropy, smoothed, soft targets': crossEntropyWith({ labelSmoothing: 0.1 }),
  nll,
  binaryCrossEntropyWithLogits,
  mse,
  l1,
}
/** Where the loss has a kink, or is too large for differences in single precision. */
const notSmooth = ['l1', 'crossEntropy of huge logits', 'binaryCrossEntropyWithLogits']

const targetsOf = ({ targets }: Reference): Tensor =>
  tf.tensor(targets.data, targets.shape, targets.shape.length === 1 ? 'int32' : 'float32')

it('has a loss for each reference', () => {
  expect(Object.keys(losses)).toEqual(Object.keys(references))
})

describe.each(testBackends())('on %s', (backend) => {
  beforeAll(async () => {
    await initBackend([backend], { allowSoftware: true })
  })

  it.each(Object.entries(losses))('%s: value and gradient are those of PyTorch', async (name, loss) => {
    const reference = references[name]!
    await expectNoLeak(async () => {
      const { data, shape } = reference.predictions
      const predictions = new Parameter(Float32Array.from(data), shape)
      const tolerance = notSmooth.includes(name) ? Infinity : 2e-3
      const { output, grads } = await expectGradient(
        () => loss(predictions.tensor, targetsOf(reference)),
        [predictions],
        { tolerance },
      )
      expect(output[0]! / reference.value).toBeCloseTo(1, 5)
      for (const [i, grad] of reference.grad.data.entries()) expect(grads[0]![i]).toBeCloseTo(grad, 6)
      predictions.dispose()
    })
  })

  it.each(Object.entries(losses))('%s: refuses targets of another shape', (_, loss) => {
    expect(() => tf.tidy(() => loss(tf.zeros([4, 1]), tf.zeros([3])))).toThrow(
      /expects .+ but got \[4, 1\] and \[3\]/,
    )
  })
})

it('has an activation where the model ends without one', async () => {
  const read = (activation: Loss['activation'], x: number[]) => valuesOf(() => activation!(tf.tensor2d([x])))
  expect(await read(crossEntropyWith({}).activation, [1, 1])).toEqual([0.5, 0.5])
  expect(await read(binaryCrossEntropyWithLogits.activation, [0])).toEqual([0.5])
  expect(await read(nll.activation, [0])).toEqual([1])
  expect([mse.activation, l1.activation]).toEqual([null, null])
})

it('refuses a share of smoothing that is none', () => {
  expect(() => crossEntropyWith({ labelSmoothing: 1.5 })).toThrow('labelSmoothing is 1.5; expected')
})
