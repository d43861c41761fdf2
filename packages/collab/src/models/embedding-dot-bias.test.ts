import { beforeAll, describe, expect, it } from 'vitest'
import { Generator, initBackend, mse, ndArray, tf } from '@onecycle/tensor-core'
import { adam, AutodiffStep, constant, oneCycle, type Schedule } from '@onecycle/learner'
import { fixture } from '../../../../fixtures.shared.ts'
import { EmbeddingDotBias } from './embedding-dot-bias.ts'

type Tables = Record<'u_weight' | 'i_weight' | 'u_bias' | 'i_bias', number[][]>
interface Run {
  losses: number[]
  first_pred: number[]
  weights_after: Record<string, Tables>
  final_weights: Tables
}
const { setup, ...runs } = fixture<
  {
    setup: { init: Tables; batches: { users: number[]; items: number[]; ratings: number[] }[] }
  } & Record<string, Run>
>('02_collab_adam')

const batches = setup.batches.map(({ users, items, ratings }) => ({
  inputs: [ndArray(Int32Array.from(users)), ndArray(Int32Array.from(items))],
  targets: ndArray(Float32Array.from(ratings)),
  size: ratings.length,
}))

interface Settings {
  lr: Schedule
  mom: Schedule
  wd: number
  beta2?: number
  yRange?: null
}
const recipes: [name: string, settings: Settings][] = [
  ['adam_onecycle_lr5e_2_wd0_1', { ...oneCycle(5e-2), wd: 0.1 }],
  ['adam_onecycle_lr5e_3_wd0_1', { ...oneCycle(5e-3), wd: 0.1 }],
  ['adam_onecycle_lr5e_2_wd0', { ...oneCycle(5e-2), wd: 0 }],
  ['adam_const_lr1e_2_betas_0_9_0_999', { lr: constant(1e-2), mom: constant(0.9), wd: 0, beta2: 0.999 }],
  ['no_y_range_adam_onecycle_lr5e_2_wd0_1', { ...oneCycle(5e-2), wd: 0.1, yRange: null }],
]

describe.each(['wasm', 'cpu'])('EmbeddingDotBias, 50 steps of Adam on %s', (backend) => {
  beforeAll(() => initBackend([backend]))

  it.each(recipes)('%s: losses, predictions and weights are those of PyTorch', async (name, settings) => {
    const run = runs[name]!
    const before = tf.memory().numTensors
    const yRange = settings.yRange === null ? null : ([0, 5.5] as const)
    const model = new EmbeddingDotBias({ nFactors: 3, users: 5, items: 7, yRange, rng: new Generator(0) })
    const tables = { u_weight: model.uWeight, i_weight: model.iWeight, u_bias: model.uBias, i_bias: model.iBias }
    const names = Object.keys(tables) as (keyof Tables)[]
    for (const key of names) tables[key].weight.set(Float32Array.from(setup.init[key].flat()))
    const step = new AutodiffStep(model, mse, adam(settings)(), [{ parameters: model.parameters() }])

    const worst = async (expected: Tables) => {
      let largest = 0
      for (const key of names) {
        const values = await tables[key].weight.data()
        for (const [i, value] of expected[key].flat().entries()) largest = Math.max(largest, Math.abs(value - values[i]!))
      }
      return largest
    }
    const { predictions } = step.evaluate(batches[0]!)
    const { data } = await predictions
    run.first_pred.forEach((value, i) => expect(Math.abs(value - data[i]!)).toBeLessThan(2e-6))
    for (const [i, batch] of batches.entries()) {
      const loss = step.train(batch, [{ lr: settings.lr(i, 50), mom: settings.mom(i, 50), wd: settings.wd }])
      expect(Math.abs(loss - run.losses[i]!)).toBeLessThan(5e-6)
      const expected = run.weights_after[String(i + 1)]
      if (expected) expect(await worst(expected)).toBeLessThan(2e-6)
    }
    expect(await worst(run.final_weights)).toBeLessThan(2e-6)
    step.dispose()
    model.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})

it('prints as the lesson shows it', () => {
  const model = new EmbeddingDotBias({ nFactors: 40, users: 944, items: 1654, yRange: [0, 5.5], rng: new Generator(0) })
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
