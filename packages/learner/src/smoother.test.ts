import { expect, it } from 'vitest'
import { fixture } from '../../../fixtures.shared.ts'
import { Smoother } from './smoother.ts'

const { input, ...of } = fixture<{ input: number[] } & Record<string, { smooth: number[] }>>('06_smoothing')

it.each([
  [0.98, 'beta_0.98'],
  [0.9, 'beta_0.9'],
])('smooths with beta %d as fast.ai does', (beta, key) => {
  const smoother = new Smoother(beta)
  for (const [i, value] of input.entries()) expect(smoother.add(value)).toBeCloseTo(of[key]!.smooth[i]!, 12)
})
