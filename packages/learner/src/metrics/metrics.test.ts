import { describe, expect, it } from 'vitest'
import { ndArray } from '@onecycle/tensor-core'
import { fixture } from '../../../../fixtures.shared.ts'
import { accuracy, errorRate } from './accuracy.ts'
import { averaged } from './metric.ts'
import { mae, mse, r2, rmse } from './regression.ts'
import { classes, floats, outputs, over } from './test-data.ts'

describe('metrics', () => {
  it('weigh batches by their size', () => {
    const { batch_sizes, batch_losses, value } = fixture<{
      weighted_average: { batch_sizes: number[]; batch_losses: number[]; value: number }
    }>('10_misc').weighted_average
    const next = batch_losses.values()
    const metric = averaged('given', () => next.next().value!)
    const batches = batch_sizes.map((size): [never, never] => [
      floats() as never,
      ndArray(new Float32Array(size)) as never,
    ])
    expect(over(metric, batches)).toBeCloseTo(value, 12)
  })

  it('take the root of the whole mean, not the mean of roots', () => {
    const batches: Parameters<typeof over>[1] = [
      [floats(1, 2), floats(1, 1)],
      [floats(5), floats(1)],
    ]
    expect(over(mse, batches)).toBeCloseTo(17 / 3, 12)
    expect(over(rmse, batches)).toBeCloseTo(Math.sqrt(17 / 3), 12)
    expect(over(mae, batches)).toBeCloseTo(5 / 3, 12)
  })

  it('measure r2 around the mean of the whole set', () => {
    // scikit-learn's example: r2_score([3, -0.5, 2, 7], [2.5, 0.0, 2, 8]) = 0.9486
    const whole = over(r2, [[floats(2.5, 0, 2, 8), floats(3, -0.5, 2, 7)]])
    expect(whole).toBeCloseTo(0.9486081370449679, 12)
    const parts = over(r2, [
      [floats(2.5), floats(3)],
      [floats(0, 2, 8), floats(-0.5, 2, 7)],
    ])
    expect(parts).toBeCloseTo(whole, 12)
    expect(over(r2, [[floats(1, 2), floats(3, 3)]])).toBeNaN()
    // Far from zero, where a sum of squares minus the square of a sum would have nothing left.
    expect(over(r2, [[floats(1e6, 1e6), floats(1e6 + 1, 1e6 - 1)]])).toBeCloseTo(0, 12)
  })

  it.each([mse, mae, rmse, r2])('$name refuses what it cannot compare', (metric) => {
    expect(() => over(metric, [[floats(1, 2), floats(1)]])).toThrow(
      'predictions have shape [2] and targets [1]: this metric compares them one by one',
    )
  })

  it('count the rows whose largest output is right', () => {
    const { preds, y, ...expected } = fixture<{
      confusion: { preds: number[][]; y: number[]; accuracy: number }
    }>('10_misc').confusion
    expect(over(accuracy, [[outputs(preds), classes(...y)]])).toBeCloseTo(expected.accuracy, 12)
    expect(over(errorRate, [[outputs(preds), classes(...y)]])).toBeCloseTo(1 - expected.accuracy, 12)
  })

  it('read one logit a row as two classes', () => {
    expect(over(accuracy, [[outputs([[-0.1], [0.1], [3], [-2]]), classes(0, 1, 0, 0)]])).toBe(0.75)
    expect(over(accuracy, [[floats(-0.1, 0.1), floats(0, 0)]])).toBe(0.5)
  })
})
