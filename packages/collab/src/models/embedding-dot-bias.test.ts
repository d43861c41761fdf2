import { beforeAll, describe, expect, it } from 'vitest'
import {
  Generator,
  initBackend,
  mse,
  ndArray,
  sumOfSquares,
  tf,
  webgpu,
  type Loss,
} from '@onecycle/tensor-core'
import { testBackends } from '@onecycle/tensor-core/test'
import {
  adam,
  AutodiffStep,
  constant,
  momentum,
  oneCycle,
  sgd,
  type OptimizerFactory,
  type Schedule,
  type TrainStep,
} from '@onecycle/learner'
import { DotBiasStep } from '../engine/dot-bias-step.ts'
import { WasmDotBias } from '../engine/wasm-dot-bias.ts'
import { WebgpuDotBias } from '../engine/webgpu/webgpu-dot-bias.ts'
import { fixture } from '../../../../fixtures.shared.ts'
import { EmbeddingDotBias } from './embedding-dot-bias.ts'

type Tables = Record<'u_weight' | 'i_weight' | 'u_bias' | 'i_bias', number[][]>
interface Run {
  losses: number[]
  first_pred: number[]
  weights_after: Record<string, Tables>
  final_weights: Tables
}
type Setup = { init: Tables; batches: { users: number[]; items: number[]; ratings: number[] }[] }
const { setup, ...adamRuns } = fixture<{ setup: Setup } & Record<string, Run>>('02_collab_adam')
const sgdRuns = fixture<Record<string, Run>>('03_collab_sgd')
const runs: Record<string, Run> = { ...adamRuns, ...sgdRuns }

const batches = setup.batches.map(({ users, items, ratings }) => ({
  inputs: [ndArray(Int32Array.from(users)), ndArray(Int32Array.from(items))],
  targets: ndArray(Float32Array.from(ratings)),
  size: ratings.length,
}))

interface Settings {
  lr: Schedule
  mom?: Schedule
  wd?: number
  optimizer: OptimizerFactory
  yRange?: null
  /** A new optimizer for each step, as the lesson's update() makes it. */
  remade?: true
  /** wd sum p^2 as part of the loss, as the lesson's update() adds it. */
  l2InLoss?: number
}
const cycle = oneCycle(5e-2)
const recipes: [name: string, settings: Settings][] = [
  ['adam_onecycle_lr5e_2_wd0_1', { ...cycle, wd: 0.1, optimizer: adam() }],
  ['adam_onecycle_lr5e_3_wd0_1', { ...oneCycle(5e-3), wd: 0.1, optimizer: adam() }],
  ['adam_onecycle_lr5e_2_wd0', { ...cycle, optimizer: adam() }],
  ['adam_onecycle_lr5e_2_coupled_l2_wd0_1', { ...cycle, wd: 0.1, optimizer: adam({ decay: 'gradient' }) }],
  ['adam_const_lr1e_2_betas_0_9_0_999', { lr: constant(1e-2), optimizer: adam({ beta2: 0.999 }) }],
  ['no_y_range_adam_onecycle_lr5e_2_wd0_1', { ...cycle, wd: 0.1, optimizer: adam(), yRange: null }],
  ['sgd_plain_lr0_1', { lr: constant(0.1), optimizer: sgd() }],
  ['sgd_onecycle_lr5e_2_true_wd0_1', { ...cycle, wd: 0.1, optimizer: sgd() }],
  ['sgd_mom0_9_lr0_1', { lr: constant(0.1), optimizer: momentum() }],
  ['sgd_mom0_9_onecycle_lr5e_2_true_wd0_1', { lr: cycle.lr, wd: 0.1, optimizer: momentum() }],
  ['sgd_mom_onecycle_lr5e_2_true_wd0_1', { ...cycle, wd: 0.1, optimizer: momentum() }],
  ['l2_in_loss_wd1e_5_lr2e_2_seed_update', { lr: constant(2e-2), optimizer: sgd(), l2InLoss: 1e-5 }],
  ['l2_in_loss_wd1e_2_lr2e_2_seed_update', { lr: constant(2e-2), optimizer: sgd(), l2InLoss: 1e-2 }],
  [
    'seed_update_adam_recreated_each_call_lr1e_3',
    { lr: constant(1e-3), optimizer: adam({ beta2: 0.999 }), remade: true },
  ],
  [
    'seed_update_sgd_mom0_9_recreated_each_call_lr2e_2',
    { lr: constant(2e-2), optimizer: momentum(), remade: true },
  ],
]

const hypersAt = ({ lr, mom = constant(0.9), wd = 0 }: Settings, i: number) => ({
  lr: lr(i, 50),
  mom: mom(i, 50),
  wd,
})

/** The fused engine takes Adam with decoupled decay. */
const isFused = ({ optimizer, l2InLoss, remade }: Settings) => Boolean(optimizer.adam && !l2InLoss && !remade)

const devices = testBackends().flatMap((backend) => [
  { backend, fused: false },
  ...(backend === 'cpu' ? [] : [{ backend, fused: true }]),
])

const engineOf = (...made: ConstructorParameters<typeof WasmDotBias>) => {
  const card = webgpu()
  return card ? new WebgpuDotBias(card, ...made) : new WasmDotBias(...made)
}

describe.each(devices)('EmbeddingDotBias, 50 steps on $backend, fused: $fused', ({ backend, fused }) => {
  beforeAll(async () => {
    await initBackend([backend], { allowSoftware: true })
  })

  it.each(recipes.filter(([, settings]) => !fused || isFused(settings)))(
    '%s: losses, predictions and weights are those of PyTorch',
    async (name, settings) => {
      const run = runs[name]!
      const before = tf.memory().numTensors
      const yRange = settings.yRange === null ? null : ([0, 5.5] as const)
      const model = new EmbeddingDotBias({ nFactors: 3, users: 5, items: 7, yRange, rng: new Generator(0) })
      const tables = {
        u_weight: model.uWeight,
        i_weight: model.iWeight,
        u_bias: model.uBias,
        i_bias: model.iBias,
      }
      const names = Object.keys(tables) as (keyof Tables)[]
      for (const key of names) tables[key].weight.set(Float32Array.from(setup.init[key].flat()))
      const loss: Loss = (predictions, targets) => {
        const error = mse(predictions, targets)
        return settings.l2InLoss
          ? tf.add(error, tf.mul(sumOfSquares(model.parameters()), settings.l2InLoss))
          : error
      }
      const groups = [{ parameters: model.parameters() }]
      const makeStep = (): TrainStep =>
        fused
          ? new DotBiasStep(engineOf(model, settings.optimizer.adam!), groups)
          : new AutodiffStep(model, loss, settings.optimizer(), groups)
      let step = makeStep()

      const worst = async (expected: Tables) => {
        let largest = 0
        for (const key of names) {
          const values = await tables[key].weight.data()
          for (const [i, value] of expected[key].flat().entries())
            largest = Math.max(largest, Math.abs(value - values[i]!))
        }
        return largest
      }
      const { predictions } = step.evaluate(batches[0]!)
      const { data } = await predictions
      run.first_pred.forEach((value, i) => expect(Math.abs(value - data[i]!)).toBeLessThan(2e-6))
      step.foresee?.(Array.from({ length: 50 }, (_, i) => [hypersAt(settings, i)]))
      for (const [i, batch] of batches.entries()) {
        const value = await step.train(batch, [hypersAt(settings, i)])
        expect(Math.abs(value / run.losses[i]! - 1)).toBeLessThan(3e-6)
        if (settings.remade) {
          step.dispose()
          step = makeStep()
        }
        const expected = run.weights_after[String(i + 1)]
        if (expected) await step.sync()
        if (expected) expect(await worst(expected)).toBeLessThan(2e-6)
      }
      await step.sync()
      expect(await worst(run.final_weights)).toBeLessThan(2e-6)
      step.dispose()
      model.dispose()
      expect(tf.memory().numTensors).toBe(before)
    },
  )
})

it('prints as the lesson shows it', () => {
  const model = new EmbeddingDotBias({
    nFactors: 40,
    users: 944,
    items: 1654,
    yRange: [0, 5.5],
    rng: new Generator(0),
  })
  expect(String(model)).toBe(
    [
      'EmbeddingDotBias(',
      '  (uWeight): Embedding(944, 40)',
      '  (iWeight): Embedding(1654, 40)',
      '  (uBias): Embedding(944, 1)',
      '  (iBias): Embedding(1654, 1)',
      ')',
    ].join('\n'),
  )
})
