import { expect, it } from 'vitest'
import { classes, outputs, over } from './test-data.ts'
import { topK } from './top-k.ts'

const rows = outputs([
  [0.1, 0.2, 0.7],
  [0.5, 0.3, 0.2],
  [0.2, 0.6, 0.2],
])

it.each([
  [1, 1 / 3],
  [2, 2 / 3],
  [3, 1],
])('finds the target among the %d largest', (k, share) => {
  expect(over(topK(k), [[rows, classes(2, 1, 2)]])).toBeCloseTo(share, 12)
})

it('has its k in the name and sums over batches', () => {
  expect(topK(5).name).toBe('top5')
  const batches: Parameters<typeof over>[1] = [
    [rows, classes(2, 1, 2)],
    [outputs([[1, 0, 0]]), classes(2)],
  ]
  expect(over(topK(2), batches)).toBe(0.5)
})

it('refuses a k that makes no sense', () => {
  expect(() => topK(0)).toThrow('topK: k is 0; expected an integer of at least 1')
  expect(() => over(topK(4), [[rows, classes(2, 1, 2)]])).toThrow('k is 4, but there are only 3 classes')
  expect(() => over(topK(2), [[rows, classes(2, 3, 2)]])).toThrow(
    'the target of row 1 is 3; expected a class number from 0 to 2',
  )
})
