import { expect, it } from 'vitest'
import { inDirection, nearest } from './nearest.ts'

const places = [
  { x: 0, y: 0 },
  { x: 2, y: 1 },
  { x: 5, y: 0 },
  { x: 0, y: -3 },
]

it('finds the next place in the direction of a key', () => {
  expect(nearest(places, places[0]!, inDirection['ArrowRight']!)).toBe(1)
  expect(nearest(places, places[1]!, inDirection['ArrowRight']!)).toBe(2)
  expect(nearest(places, places[0]!, inDirection['ArrowUp']!)).toBe(3)
  expect(nearest(places, places[0]!, inDirection['ArrowDown']!)).toBe(-1)
})

it('finds the place nearest to a point', () => {
  expect(nearest(places, { x: 4, y: 1 }, () => true)).toBe(2)
  expect(nearest([], { x: 4, y: 1 }, () => true)).toBe(-1)
})
