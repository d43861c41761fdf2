import { describe, expect, it } from 'vitest'
import type { Rating } from '../ratings.ts'
import { fromAsync } from './from-async.ts'

async function* comingIn(rows: readonly unknown[]) {
  for (const row of rows) {
    await Promise.resolve()
    yield row as Rating
  }
}

const good = [
  { user: 'ann', item: 7, rating: 5, timestamp: 10 },
  { user: 'bob', item: 7, rating: 3.5, timestamp: 11 },
]

describe('fromAsync', () => {
  it('gathers rows into columns', async () => {
    expect(await fromAsync(comingIn(good))).toEqual({
      ratings: {
        user: ['ann', 'bob'],
        item: Int32Array.of(7, 7),
        rating: Float32Array.of(5, 3.5),
        timestamp: Float64Array.of(10, 11),
      },
      skipped: { count: 0, first: [] },
    })
    const { ratings } = await fromAsync([{ user: 1, item: 2, rating: 3 }])
    expect(ratings).toEqual({ user: Int32Array.of(1), item: Int32Array.of(2), rating: Float32Array.of(3) })
  })

  const bad = [
    [{ user: '', item: 1, rating: 2, timestamp: 1 }, 'row 2: user is ""; expected a non-empty string, or an integer'],
    [{ user: 1.5, item: 1, rating: 2, timestamp: 1 }, 'row 2: user is 1.5; expected'],
    [{ user: 1, rating: 2, timestamp: 1 }, 'row 2: item is undefined; expected'],
    [{ user: 1, item: 1, rating: NaN, timestamp: 1 }, 'row 2: rating is NaN; expected a number from 1 to 5'],
    [{ user: 1, item: 1, rating: 6, timestamp: 1 }, 'row 2: rating is 6; expected a number from 1 to 5'],
    [{ user: 1, item: 1, rating: null, timestamp: 1 }, 'row 2: rating is null; expected'],
    [{ user: 1, item: 1, rating: 2 }, 'row 2: timestamp is undefined; expected a timestamp in every row or in none'],
    [{ user: 1, item: 1, rating: 2, timestamp: NaN }, 'row 2: timestamp is NaN; expected seconds since 1970'],
    [{ user: 'ann', item: 7, rating: 2, timestamp: 9 }, 'row 2: user "ann" has rated item 7 already, in row 0; expected each pair once'],
  ] as const // prettier-ignore
  it.each(bad)('refuses %j, or skips it', async (row, message) => {
    const rows = [...good, row, { ...good[0]!, user: 'cid' }]
    const ratingRange = [1, 5] as const
    await expect(fromAsync(comingIn(rows), { ratingRange })).rejects.toThrow(message)
    await expect(fromAsync(comingIn(rows), { ratingRange })).rejects.toThrow(
      'the only bad row of 4; onBadRow',
    )
    const { ratings, skipped } = await fromAsync(comingIn(rows), { ratingRange, onBadRow: 'skip' })
    expect(ratings.user).toEqual(['ann', 'bob', 'cid'])
    expect(ratings.timestamp).toEqual(Float64Array.of(10, 11, 10))
    expect(skipped).toMatchObject({ count: 1, first: [{ at: 2 }] })
    expect(skipped.first[0]!.message).toContain(message)
  })

  it('counts all bad rows and shows the first ten', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => ({ user: i, item: 1, rating: i % 2 ? 3 : NaN }))
    await expect(fromAsync(rows)).rejects.toMatchObject({
      message: expect.stringContaining('row 0: rating is NaN; expected a finite number (the first of 15 bad rows in 30') as string,
      data: { count: 15, at: 0, field: 'rating', value: NaN },
    }) // prettier-ignore
    const { skipped, ratings } = await fromAsync(rows, { onBadRow: 'skip' })
    expect([skipped.count, skipped.first.length, ratings.rating.length]).toEqual([15, 10, 15])
  })

  it('refuses a source without a good row, and a range upside down', async () => {
    await expect(fromAsync([])).rejects.toThrow('there are no ratings in it')
    await expect(fromAsync([], { ratingRange: [5, 1] })).rejects.toThrow('ratingRange is [5, 1]; expected')
  })
})
