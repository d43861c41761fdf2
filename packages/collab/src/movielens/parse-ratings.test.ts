import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { movieLens100kTestFolder } from '../test-data.ts'
import { parseRatings } from './parse-ratings.ts'
import type { MovieLensColumns } from './ratings-reader.ts'

describe('parseRatings', () => {
  const expected = {
    user: Int32Array.of(196, 186),
    item: Int32Array.of(242, 302),
    rating: Float32Array.of(3, 4.5),
    timestamp: Float64Array.of(881250949, 891717742),
  }
  const lines = ['196\t242\t3\t881250949', '186\t302\t4.5\t891717742']

  it.each([
    ['line feeds', lines.join('\n') + '\n'],
    ['carriage returns', lines.join('\r\n') + '\r\n'],
    ['no final line end', lines.join('\n')],
    ['blank last lines', lines.join('\n') + '\n\n\r\n'],
  ])('reads text with %s', (_name, text) => {
    expect(parseRatings(text)).toEqual(expected)
    expect(parseRatings(new TextEncoder().encode(text))).toEqual(expected)
  })

  const integer = 'expected an integer from 0 to 2147483647'
  it.each([
    ['1\t2', 'expected 4 tab-separated fields (user, item, rating, timestamp), found 2'],
    ['', 'expected 4 tab-separated fields (user, item, rating, timestamp), found 0'],
    ['1\t2\t3\t4\t5', 'expected 4 tab-separated fields (user, item, rating, timestamp), found 5'],
    ['1 2 3 4', 'expected 4 tab-separated fields (user, item, rating, timestamp), found 1'],
    ['1\t2\tabc\t4', 'rating is "abc"; expected a number such as 4 or 3.5'],
    ['1\t2\t\t4', 'rating is ""; expected a number such as 4 or 3.5'],
    ['1\t2\t.\t4', 'rating is "."; expected a number such as 4 or 3.5'],
    ['1\t2\t1.2.3\t4', 'rating is "1.2.3"; expected a number such as 4 or 3.5'],
    ['1\t2\t-1\t4', 'rating is "-1"; expected a number such as 4 or 3.5'],
    ['x\t2\t3\t4', `user is "x"; ${integer}`],
    ['1\t2.5\t3\t4', `item is "2.5"; ${integer}`],
    ['1\t2147483648\t3\t4', `item is "2147483648"; ${integer}`],
    ['1\t2\t3\t1234567890123456', 'timestamp is "1234567890123456"; expected seconds since 1970'],
    ['1\t2\t3\t4 ', 'timestamp is "4 "; expected seconds since 1970'],
    ['1\t2\t3\t', 'timestamp is ""; expected seconds since 1970'],
  ])('says what is wrong with the line %j', (line, message) => {
    const text = `${lines.join('\n')}\n${line}\n${lines.join('\n')}\n`
    expect(() => parseRatings(text)).toThrow(`u.data line 3: ${message}`)
  })

  it('names the file it was given and carries the values', () => {
    expect(() => parseRatings('1\t2\tabc\t4', 'my.tsv')).toThrow(
      expect.objectContaining({
        code: 'BAD_FILE',
        data: { file: 'my.tsv', line: 1, field: 'rating', value: 'abc' },
      }),
    )
  })

  it.each(['', '\n\n'])('refuses %j, which has no ratings', (text) => {
    expect(() => parseRatings(text)).toThrow('u.data is empty; expected a line a rating')
  })
})

const folder = movieLens100kTestFolder()
describe.runIf(folder)('parseRatings on the real u.data', () => {
  let columns: MovieLensColumns
  beforeAll(() => {
    columns = parseRatings(readFileSync(join(folder!, 'u.data')))
  })

  it('has 100,000 ratings of 1,682 films by 943 users', () => {
    expect(columns.rating).toHaveLength(100_000)
    expect(new Set(columns.user).size).toBe(943)
    expect(new Set(columns.item).size).toBe(1_682)
    expect(new Set(columns.rating)).toEqual(new Set([1, 2, 3, 4, 5]))
  })

  it('starts with the line 196 242 3 881250949', () => {
    const { user, item, rating, timestamp } = columns
    expect([user[0], item[0], rating[0], timestamp[0]]).toEqual([196, 242, 3, 881_250_949])
  })
})
