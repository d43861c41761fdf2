import { describe, expect, it } from 'vitest'
import { byTime } from './by-time.ts'

const ratings = {
  user: ['a', 'b', 'a', 'b', 'a', 'a', 'b', 'c'],
  item: [1, 2, 3, 4, 5, 6, 7, 8],
  rating: new Float32Array(8),
  timestamp: Float64Array.of(50, 10, 40, 20, 50, 30, 20, 5),
}

describe('byTime', () => {
  it('takes the newest of all ratings, the later row of equals', () => {
    const newest = (validPct: number) => [...byTime()(ratings, { validPct, seed: 1 }).valid]
    expect(newest(0.125)).toEqual([4])
    expect(newest(0.25)).toEqual([0, 4])
    expect(newest(0.5)).toEqual([0, 2, 4, 5])
    expect(newest(0.65)).toEqual([0, 2, 4, 5, 6])
    expect(newest(0)).toEqual([])
  })

  it('takes the newest of each user', () => {
    const { train, valid } = byTime({ per: 'user' })(ratings, { validPct: 0.5, seed: 1 })
    expect([...valid]).toEqual([0, 4, 6])
    expect([...train]).toEqual([1, 2, 3, 5, 7])
  })

  it('needs timestamps', () => {
    const { user, item, rating } = ratings
    expect(() => byTime()({ user, item, rating }, { validPct: 0.5, seed: 1 })).toThrow(
      'a split by time was asked for, but the ratings have no timestamps',
    )
  })
})
