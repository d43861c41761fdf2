import { describe, expect, it } from 'vitest'
import {
  combine,
  constant,
  cosine,
  exponential,
  flatCosine,
  linear,
  polynomial,
  warmRestarts,
} from './schedule.ts'

describe('schedules', () => {
  it.each([
    ['constant', constant(3), [3, 3, 3]],
    ['linear', linear(1, 3), [1, 2, 3]],
    ['cosine', cosine(1, 3), [1, 2, 3]],
    ['exponential', exponential(1, 100), [1, 10, 100]],
    ['polynomial', polynomial(0, 4, 2), [0, 1, 4]],
  ])('%s: start, middle and end', (_, schedule, expected) => {
    expected.forEach((value, i) => expect(schedule(i * 50, 100)).toBeCloseTo(value, 12))
  })

  it('combine gives each its share', () => {
    const schedule = combine([0.2, 0.3, 0.5], [constant(1), linear(2, 3), constant(4)])
    expect([0, 1, 2, 3, 4, 5, 9].map((i) => schedule(i, 10))).toEqual([
      1,
      1,
      2,
      expect.closeTo(7 / 3, 12),
      expect.closeTo(8 / 3, 12),
      4,
      4,
    ])
  })

  it.each([
    [[0.5, 0.4], 'shares are [0.5, 0.4]; expected 2, none negative, that sum to 1'],
    [[1], 'shares are [1]; expected 2'],
  ])('combine refuses shares %o', (shares, message) => {
    expect(() => combine(shares, [constant(1), constant(2)])).toThrow(message)
  })

  it('flatCosine stays, then falls', () => {
    const schedule = flatCosine(1)
    expect(schedule(74, 100)).toBe(1)
    expect(schedule(88, 100)).toBeCloseTo(0.46, 1)
    expect(schedule(100, 100)).toBeCloseTo(1e-5, 10)
  })

  it('warmRestarts falls from the top again and again, each time for longer', () => {
    const schedule = warmRestarts(1, { cycles: 3 })
    const values = Array.from({ length: 70 }, (_, i) => schedule(i, 70))
    expect(values.flatMap((value, i) => (value === 1 ? [i] : []))).toEqual([0, 10, 30])
    expect(values[9]).toBeLessThan(0.03)
    expect(values[20]).toBeCloseTo(0.5, 12)
  })
})
