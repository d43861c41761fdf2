import { describe, expect, it } from 'vitest'
import { f1, precision, recall } from './precision-recall.ts'
import { classes, floats, outputs, over, sureOf } from './test-data.ts'

describe('binary', () => {
  // TP 2, FP 1, FN 1, TN 2, in two batches of different size
  const batches: Parameters<typeof over>[1] = [
    [sureOf(2, 1, 1), classes(1, 0)],
    [sureOf(2, 1, 0, 0, 0), classes(1, 1, 0, 0)],
  ]

  it.each([
    ['precision', precision, 2 / 3],
    ['recall', recall, 2 / 3],
    ['f1', f1, 2 / 3],
  ])('%s', (_, metric, expected) => expect(over(metric(), batches)).toBeCloseTo(expected, 12))

  it('can look at the other class', () => {
    const one: Parameters<typeof over>[1] = [[sureOf(2, 0, 1, 1, 1), classes(0, 0, 1, 1)]]
    expect(over(precision({ positive: 0 }), one)).toBe(1)
    expect(over(recall({ positive: 0 }), one)).toBe(0.5)
    expect(over(f1({ positive: 0 }), one)).toBeCloseTo(2 / 3, 12)
  })

  it('takes one logit a row', () => {
    expect(over(precision(), [[outputs([[2], [1], [-1]]), floats(1, 0, 1)]])).toBe(0.5)
  })

  it('is 0 where the class was never given, or never there', () => {
    expect(over(precision(), [[sureOf(2, 0, 0), classes(1, 0)]])).toBe(0)
    expect(over(recall(), [[sureOf(2, 0, 0), classes(0, 0)]])).toBe(0)
    expect(over(f1(), [[sureOf(2, 0, 0), classes(0, 0)]])).toBe(0)
  })
})

describe('macro', () => {
  // scikit-learn's example: y_true [0, 1, 2, 0, 1, 2], y_pred [0, 2, 1, 0, 0, 1]
  const batches: Parameters<typeof over>[1] = [[sureOf(3, 0, 2, 1, 0, 0, 1), classes(0, 1, 2, 0, 1, 2)]]

  it.each([
    ['precision', precision, 2 / 9],
    ['recall', recall, 1 / 3],
    ['f1', f1, 0.8 / 3],
  ])('%s', (_, metric, expected) =>
    expect(over(metric({ average: 'macro' }), batches)).toBeCloseTo(expected, 12),
  )

  it('leaves out classes that do not occur', () => {
    expect(over(recall({ average: 'macro' }), [[sureOf(4, 0, 1, 1), classes(0, 1, 0)]])).toBe(0.75)
  })
})

it('refuses options it does not know', () => {
  expect(() => precision({ avarage: 'macro' } as never)).toThrow(
    'precision has no option "avarage"; it has average, positive',
  )
  expect(() => f1({ average: 'weighted' as never })).toThrow(
    'f1: average is "weighted"; expected "binary" or "macro"',
  )
  expect(() => over(recall(), [[sureOf(3, 0), classes(0)]])).toThrow(
    "recall: average 'binary' is for 2 classes, and there are 3; use 'macro'",
  )
})
