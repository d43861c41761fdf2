import { expect, it } from 'vitest'
import { scaleOf, shareOf } from './scale.ts'

it('marks round values within the axis', () => {
  expect(scaleOf([-0.31, 0.62]).ticks).toEqual([-0.2, 0, 0.2, 0.4, 0.6])
  expect(scaleOf([1, 5]).ticks).toEqual([1, 2, 3, 4, 5])
})

it('holds all values, even where they are one', () => {
  const scale = scaleOf([2, 2])
  expect(shareOf(scale, 2)).toBeCloseTo(0.5)
  expect(scale.ticks.length).toBeGreaterThan(1)
})
