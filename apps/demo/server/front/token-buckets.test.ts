import { expect, it } from 'vitest'
import { TokenBuckets } from './token-buckets.ts'

it('lets a burst through, then as many as come back', () => {
  let now = 0
  const buckets = new TokenBuckets({ burst: 3, perSecond: 0.5, now: () => now })
  expect([1, 2, 3].map(() => buckets.take('a'))).toEqual([0, 0, 0])
  expect(buckets.take('a')).toBe(2)
  expect(buckets.take('b')).toBe(0)
  now = 1000
  expect(buckets.take('a')).toBe(1)
  now = 2000
  expect(buckets.take('a')).toBe(0)
  expect(buckets.take('a')).toBe(2)
  now = 1_000_000
  expect([1, 2, 3, 4].map(() => buckets.take('a'))).toEqual([0, 0, 0, 2])
})

it('remembers no more clients than it may', () => {
  const buckets = new TokenBuckets({ burst: 1, perSecond: 1, clients: 100, now: () => 0 })
  buckets.take('first')
  for (let i = 0; i < 99; i++) buckets.take(String(i))
  expect(buckets.take('first')).toBe(1) // known, and now the latest
  for (let i = 0; i < 10_000; i++) buckets.take(`flood ${i}`)
  expect(buckets.size).toBe(100)
  expect(buckets.take('first')).toBe(0) // forgotten
})
