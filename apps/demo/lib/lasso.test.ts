import { expect, it } from 'vitest'
import { isWithin } from './lasso.ts'

// An arrowhead that points right: its notch is not within.
const arrow = [
  { x: 0, y: 0 },
  { x: 4, y: 2 },
  { x: 0, y: 4 },
  { x: 2, y: 2 },
]

it('knows inside from outside, in notches too', () => {
  expect(isWithin(arrow, { x: 3, y: 2 })).toBe(true)
  expect(isWithin(arrow, { x: 1, y: 1 })).toBe(true)
  expect(isWithin(arrow, { x: 1, y: 2 })).toBe(false)
  expect(isWithin(arrow, { x: 5, y: 2 })).toBe(false)
})

it('has nothing within a line that is no area', () => {
  expect(isWithin([], { x: 0, y: 0 })).toBe(false)
  expect(isWithin(arrow.slice(0, 2), { x: 2, y: 1 })).toBe(false)
})
