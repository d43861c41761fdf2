import { describe, expect, it } from 'vitest'
import { ndArray } from '@onecycle/tensor-core'
import { fixture } from '../../../../fixtures.shared.ts'
import { accuracy } from './accuracy.ts'
import { averaged, type Metric } from './metric.ts'
import { mae, rmse } from './regression.ts'

const floats = (...values: number[]) => ndArray(Float32Array.from(values))

const over = (
  metric: Metric,
  batches: [predictions: ReturnType<typeof floats>, targets: ReturnType<typeof floats>][],
) => {
  const running = metric.start()
  for (const batch of batches) running.update(...batch)
  return running.value()
}

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
    expect(over(rmse, batches)).toBeCloseTo(Math.sqrt(17 / 3), 12)
    expect(over(mae, batches)).toBeCloseTo(5 / 3, 12)
  })

  it('count the rows whose largest output is right', () => {
    const {
      preds,
      y,
      accuracy: expected,
    } = fixture<{ confusion: { preds: number[][]; y: number[]; accuracy: number } }>('10_misc').confusion
    const running = accuracy.start()
    running.update(ndArray(Float32Array.from(preds.flat()), [7, 3]), ndArray(Int32Array.from(y)))
    expect(running.value()).toBeCloseTo(expected, 12)
  })
})
