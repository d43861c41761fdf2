import { expect, it } from 'vitest'
import type { FitContext } from './callback.ts'
import { progressBar } from './progress-bar.ts'

const halfway = {
  epoch: 1, epochs: 5, batch: 50, batches: 100, iteration: 150, iterations: 500,
  trainLoss: 0.5, validLoss: 0.75, metrics: { accuracy: 0.9 },
} as unknown as FitContext // prettier-ignore

const written = (isTTY: boolean, context = halfway) => {
  let text = ''
  const bar = progressBar({ isTTY, write: (chunk: string) => ((text += chunk), true) })
  void bar.beforeFit!(context)
  void bar.beforeEpoch!(context)
  void bar.afterBatches!(context)
  void bar.afterEpoch!(context)
  return text
}

it('draws a bar in a terminal', () => {
  expect(written(true)).toContain('epoch 2/5 ████████████░░░░░░░░░░░░ 50/100  loss 0.5000')
})

it('writes one plain line an epoch elsewhere', () => {
  expect(written(false)).toMatch(
    /^epoch 2\/5 {2}train 0\.500000 {2}valid 0\.750000 {2}accuracy 0\.900000 {2}\d+\.\d s\n$/,
  )
})

it('has no figure for what is not measured', () => {
  const metrics = { accuracy: NaN }
  expect(written(false, { ...halfway, validLoss: null, metrics })).toMatch(
    /^epoch 2\/5 {2}train 0\.500000 {2}\d+\.\d s\n$/,
  )
})
