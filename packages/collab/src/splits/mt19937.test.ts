import { expect, it } from 'vitest'
import { mt19937 } from './mt19937.ts'

it('gives the numbers of the reference implementation', () => {
  const next = mt19937(5489)
  expect([next(), next(), next()]).toEqual([3499211612, 581869302, 3890346734])
  for (let i = 3; i < 9_999; i++) next()
  // The C++ standard, [rand.predef]: the 10,000th number of a default std::mt19937.
  expect(next()).toBe(4123659995)
})
