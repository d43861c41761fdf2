import { describe, expect, it } from 'vitest'
import { toColumns, type Rating } from './ratings.ts'

describe('toColumns', () => {
  it('turns rows into columns', () => {
    const columns = toColumns([
      { user: 'ann', item: 7, rating: 5, timestamp: 880 },
      { user: 'bob', item: 8, rating: 3.5, timestamp: 881 },
    ])
    expect(columns).toEqual({
      user: ['ann', 'bob'],
      item: [7, 8],
      rating: Float32Array.of(5, 3.5),
      timestamp: Float64Array.of(880, 881),
    })
  })

  it('takes any iterable, and leaves the timestamp out where rows have none', () => {
    const rows = new Set<Rating>([{ user: 1, item: 2, rating: 3 }])
    expect(toColumns(rows)).toEqual({ user: [1], item: [2], rating: Float32Array.of(3) })
  })

  it('hands checked columns back without copying them', () => {
    const columns = { user: Int32Array.of(1), item: ['x'], rating: Float32Array.of(4), title: ['X (1999)'] }
    expect(toColumns(columns)).toBe(columns)
  })

  const row = { user: 1, item: 2, rating: 3 }
  it.each([
    ['no rows', [], 'there are no ratings'],
    [
      'a rating that is not finite',
      [row, { ...row, rating: NaN }],
      'row 1: rating is NaN; expected a finite number',
    ],
    [
      'a rating beyond 32-bit floats',
      [{ ...row, rating: 1e39 }],
      'row 0: rating is Infinity; expected a finite',
    ],
    ['a rating in a string', [{ ...row, rating: '5' }], 'row 0: rating is "5"; expected a finite number'],
    ['a missing rating', [{ ...row, rating: null }], 'row 0: rating is null; expected a finite number'],
    [
      'an empty user',
      [row, row, { ...row, user: '' }],
      'row 2: user is ""; expected a non-empty string, or an int',
    ],
    [
      'a fractional item',
      [{ ...row, item: 2.5 }],
      'row 0: item is 2.5; expected a non-empty string, or an integer',
    ],
    [
      'an item too large for a number',
      [{ ...row, item: 2 ** 53 }],
      'row 0: item is 9007199254740992; expected',
    ],
    ['a missing user', [{ item: 1, rating: 2 }], 'row 0: user is undefined; expected'],
    [
      'timestamps in some rows',
      [row, { ...row, timestamp: 5 }],
      'row 1: timestamp is 5; expected a timestamp in every',
    ],
    [
      'a timestamp that stops',
      [{ ...row, timestamp: 5 }, row],
      'row 1: timestamp is undefined; expected a timestamp',
    ],
    [
      'a timestamp in a string',
      [{ ...row, timestamp: '5' }],
      'row 0: timestamp is "5"; expected a finite number',
    ],
  ])('refuses %s', (_name, rows, message) => {
    expect(() => toColumns(rows as Rating[])).toThrow(message)
  })

  it('refuses columns of unequal length', () => {
    const columns = { user: [1, 2], item: [1, 2, 3], rating: Float32Array.of(1, 2) }
    expect(() => toColumns(columns)).toThrow('column item has 3 rows, but column rating has 2')
  })

  it('gives programs the row, the field and the value', () => {
    const columns = { user: [1, 2], item: [1, 2], rating: Float32Array.of(1, Infinity) }
    expect(() => toColumns(columns)).toThrow(
      expect.objectContaining({ code: 'BAD_RATINGS', data: { row: 1, field: 'rating', value: Infinity } }),
    )
  })
})
