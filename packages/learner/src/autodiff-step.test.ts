import type { Tensor } from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  crossEntropy,
  Generator,
  initBackend,
  Linear,
  Module,
  ndArray,
  sumOfSquares,
  tf,
  type Loss,
} from '@onecycle/tensor-core'
import { testBackends } from '@onecycle/tensor-core/test'
import { fixture } from '../../../fixtures.shared.ts'
import { AutodiffStep } from './autodiff-step.ts'
import { adam } from './optim/adam.ts'
import type { OptimizerFactory } from './optim/optimizer.ts'
import { momentum, sgd } from './optim/sgd.ts'

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

interface Recipe {
  lr: number
  wd?: number
  optimizer: OptimizerFactory
  /** A new optimizer for each step, as the lesson's update() makes it. */
  remade?: true
  /** wd sum p^2 as part of the loss, as the lesson's update() adds it. */
  l2InLoss?: number
}
const recipes: [name: string, recipe: Recipe][] = [
  ['adam_lr1e_2', { lr: 1e-2, optimizer: adam({ beta2: 0.999 }) }],
  ['adam_fastai_betas_0_9_0_99_true_wd0_01_lr1e_2', { lr: 1e-2, wd: 0.01, optimizer: adam() }],
  ['adam_recreated_each_call_lr1e_3', { lr: 1e-3, optimizer: adam({ beta2: 0.999 }), remade: true }],
  ['sgd_lr2e_2', { lr: 2e-2, optimizer: sgd() }],
  ['sgd_lr2e_2_l2loss_wd1e_5', { lr: 2e-2, optimizer: sgd(), l2InLoss: 1e-5 }],
  ['sgd_mom0_9_lr2e_2', { lr: 2e-2, optimizer: momentum() }],
]

describe.each(testBackends())('AutodiffStep on %s', (backend) => {
  beforeAll(async () => {
    await initBackend([backend], { allowSoftware: true })
  })

  it.each(recipes)('repeats %s of PyTorch', async (name, { lr, wd = 0, optimizer, remade, l2InLoss }) => {
    const run = runs[name]!
    const before = tf.memory().numTensors
    const model = new Mlp()
    for (const [key, parameter] of model.namedParameters()) {
      parameter.set(Float32Array.from((setup.init[key as keyof Weights] as number[]).flat()))
    }
    const lossFn: Loss = (outputs, targets) => {
      const loss = crossEntropy(outputs, targets)
      return l2InLoss ? tf.add(loss, tf.mul(sumOfSquares(model.parameters()), l2InLoss)) : loss
    }
    const makeStep = () => new AutodiffStep(model, lossFn, optimizer(), [{ parameters: model.parameters() }])
    let step = makeStep()

    const predictions = await step.evaluate(batches[0]!).predictions
    run.first_logits.flat().forEach((logit, i) => expect(predictions.data[i]).toBeCloseTo(logit, 6))
    const losses = batches.map((batch) => {
      const loss = step.train(batch, [{ lr, mom: 0.9, wd }])
      if (remade) {
        step.dispose()
        step = makeStep()
      }
      return loss
    })

    for (const [i, loss] of losses.entries())
      expect(Math.abs((await loss) - run.losses[i]!)).toBeLessThan(2e-6)
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
