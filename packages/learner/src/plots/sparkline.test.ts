import { expect, it } from 'vitest'
import { sparkline } from './sparkline.ts'

it('draws the least as ▁ and the largest as █', () => {
  expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7])).toBe('▁▂▃▄▅▆▇█')
  expect(sparkline([3, -1])).toBe('█▁')
})

it('averages what does not fit', () => {
  expect(sparkline([0, 2, 1, 1, 8, 6], 3)).toBe('▁▁█')
  expect(sparkline(Array.from({ length: 1000 }, (_, i) => i))).toHaveLength(48)
})

it('draws what does not change, and nothing, without trouble', () => {
  expect(sparkline([5, 5, 5])).toBe('▁▁▁')
  expect(sparkline([])).toBe('')
})
