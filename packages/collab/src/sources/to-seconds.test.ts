import { expect, it } from 'vitest'
import { toSeconds } from './to-seconds.ts'

it.each([
  [881250949, 881250949],
  ['881250949', 881250949],
  [' 12.5 ', 12.5],
  [new Date(1_500), 1.5],
  ['1970-01-02', 86_400],
  ['1970-01-01T00:01:00Z', 60],
  ['1970-01-01 00:01:00', 60],
  ['1970-01-01 02:01:00.5+02', 60.5],
  ['1970-01-01T02:01+0200', 60],
  ['1970-01-01T02:01:00+02:00', 60],
])('toSeconds(%j) is %d', (value, seconds) => {
  expect(toSeconds(value)).toBe(seconds)
})

it.each(['', 'yesterday', '31/05/2024', '2024-13-45', null, true, {}, new Date(NaN)])(
  'toSeconds(%j) is not a number',
  (value) => {
    expect(toSeconds(value)).toBeNaN()
  },
)
