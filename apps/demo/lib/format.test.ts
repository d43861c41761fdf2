import { expect, it } from 'vitest'
import { format } from './format.ts'

it('gives numbers their sign, and none to what rounds to nothing', () => {
  expect([0.25, -0.25, -0.004, 0.004, 0].map(format.signed)).toEqual([
    '+0.25',
    '−0.25',
    '0.00',
    '0.00',
    '0.00',
  ])
  expect([0.25, -0.25, -0.004].map(format.coordinate)).toEqual(['0.25', '−0.25', '0.00'])
  expect([-0.004, -0.0004].map(format.fine)).toEqual(['−0.004', '0.000'])
})
