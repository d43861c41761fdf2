import type { Tensor } from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { crossEntropy, Generator, initBackend, Linear, Module, ndArray, tf } from '@onecycle/tensor-core'
import { fixture } from '../../../fixtures.shared.ts'
import { AutodiffStep } from './autodiff-step.ts'
import { adam } from './optim/adam.ts'

type Weights = Record<'lin1.weight' | 'lin1.bias' | 'lin2.weight' | 'lin2.bias', number[] | number[][]>
interface Run {
  losses: number[]
  first_logits: number[][]
  final_weights: Weights
}
const { setup, ...runs } = fixture<
  { setup: { init: Weights; x: number[][][]; y: number[][] } } & Record<string, Run>
>('04_mlp')

class Mlp extends Module {
  readonly lin1 = new Linear(6, 5, { rng: new Generator(0) })
  readonly lin2 = new Linear(5, 3, { rng: new Generator(0) })
  override forward(x: Tensor): Tensor {
    return this.lin2.forward(tf.relu(this.lin1.forward(x)))
  }
}

const batches = setup.x.map((x, i) => ({
  inputs: [ndArray(Float32Array.from(x.flat()), [4, 6])],
  targets: ndArray(Int32Array.from(setup.y[i]!)),
  size: 4,
}))

describe.each(['wasm', 'cpu'])('AutodiffStep on %s', (backend) => {
  beforeAll(() => initBackend([backend]))

  it.each([
    ['adam_lr1e_2', { beta2: 0.999 }, 0],
    ['adam_fastai_betas_0_9_0_99_true_wd0_01_lr1e_2', { beta2: 0.99 }, 0.01],
  ])('repeats %s of PyTorch', async (name, betas, wd) => {
    const run = runs[name]!
    const before = tf.memory().numTensors
    const model = new Mlp()
    for (const [key, parameter] of model.namedParameters()) {
      parameter.set(Float32Array.from((setup.init[key as keyof Weights] as number[]).flat()))
    }
    const step = new AutodiffStep(model, crossEntropy, adam(betas)(), [{ parameters: model.parameters() }])

    const { predictions } = step.evaluate(batches[0]!)
    run.first_logits
      .flat()
      .forEach((logit, i) => expect((predictions as { data: Float32Array }).data[i]).toBeCloseTo(logit, 6))
    const losses = batches.map((batch) => step.train(batch, [{ lr: 1e-2, mom: 0.9, wd }]))

    losses.forEach((loss, i) => expect(Math.abs(loss - run.losses[i]!)).toBeLessThan(2e-6))
    for (const [key, parameter] of model.namedParameters()) {
      const values = await parameter.data()
      const expected = (run.final_weights[key as keyof Weights] as number[]).flat()
      expect(Math.max(...expected.map((value, i) => Math.abs(value - values[i]!)))).toBeLessThan(2e-6)
    }
    step.dispose()
    model.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})
