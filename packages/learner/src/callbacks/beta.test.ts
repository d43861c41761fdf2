import { expect, it } from 'vitest'
import { Generator } from '@onecycle/tensor-core'
import { drawBeta } from './beta.ts'

it.each([
  [0.4, 0.4],
  [1, 1],
  [2, 5],
  [0.01, 0.01],
])('has the mean and the variance of Beta(%d, %d)', (a, b) => {
  const rng = new Generator(3)
  const n = 20_000
  const draws = Array.from({ length: n }, () => drawBeta(rng, a, b))
  for (const draw of draws) expect(draw >= 0 && draw <= 1).toBe(true)
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / n
  const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / n
  const expected = (a * b) / ((a + b) ** 2 * (a + b + 1))
  expect(Math.abs(mean - a / (a + b))).toBeLessThan(4 * Math.sqrt(expected / n))
  expect(variance / expected).toBeCloseTo(1, 1)
})
