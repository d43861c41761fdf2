import { describe, expect, it } from 'vitest'
import { ratingsReader, type RatingsLayout } from './ratings-reader.ts'

const header = 'userId,movieId,rating,timestamp'

/** Reads a text in pieces of `size` bytes. */
function readInPieces(text: string, layout: RatingsLayout, size: number) {
  const reader = ratingsReader('r', layout)
  const bytes = new TextEncoder().encode(text)
  for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size))
  return reader.end()
}

describe.each([1, 2, 3, 7, 1_000])('ratingsReader with pieces of %d bytes', (size) => {
  it.each<[string, string, RatingsLayout]>([
    ['tabs', '1\t20\t3\t400\n5\t60\t4.5\t800\n', { delimiter: '\t' }],
    ['colons', '1::20::3::400\n5::60::4.5::800', { delimiter: '::' }],
    ['commas', `${header}\n1,20,3.0,400\n5,60,4.5,800\n\n`, { delimiter: ',', header }],
    ['a byte order mark and carriage returns', `\uFEFF${header}\r\n1,20,3.0,400\r\n5,60,4.5,800\r\n`, { delimiter: ',', header }],
  ])('reads %s', (_, text, layout) => {
    expect(readInPieces(text, layout, size)).toEqual({
      user: Int32Array.of(1, 5),
      item: Int32Array.of(20, 60),
      rating: Float32Array.of(3, 4.5),
      timestamp: Float64Array.of(400, 800),
    })
  }) // prettier-ignore

  it.each([
    ['1::2::3::4\n1::x2::3::4\n5::6::7::8\n', 'r line 2: item is "x2"; expected an integer'],
    ['1::2::3::4\n1:2::3::4\n', "r line 2: expected 4 fields separated by '::' (user, item, rating, timestamp), found 3"],
    ['1::2::3::4\n1::2:::3::4\n', 'r line 2: rating is ":3"; expected a number'],
    ['1::2::3::4\n\n1::2::3::4\n', "r line 2: expected 4 fields separated by '::' (user, item, rating, timestamp), found 0"],
    ['1::2::3::4\n1::2::3', "r line 2: expected 4 fields separated by '::' (user, item, rating, timestamp), found 3"],
    ['x', "r line 1: expected 4 fields separated by '::' (user, item, rating, timestamp), found 1"],
    ['', 'r is empty; expected a line a rating'],
  ])('says what is wrong with %j', (text, message) => {
    expect(() => readInPieces(text, { delimiter: '::' }, size)).toThrow(message)
  }) // prettier-ignore

  it('grows as it needs to', () => {
    const rows = 5_000
    const text = Array.from({ length: rows }, (_, i) => `${i}::1::2::3\n`).join('')
    const { user } = readInPieces(text, { delimiter: '::' }, size * 100)
    expect([user.length, user[rows - 1]]).toEqual([rows, rows - 1])
  })
})
