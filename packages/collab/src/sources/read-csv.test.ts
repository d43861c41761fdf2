import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readCsv, type ReadCsvOptions } from './read-csv.ts'

const read = (text: string, options: ReadCsvOptions = {}) =>
  readCsv(Readable.from(Buffer.from(text).toString('latin1').match(/[^]{1,7}/g)?.map((piece) => Buffer.from(piece, 'latin1')) ?? []), options) // prettier-ignore

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csv-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('readCsv', () => {
  it('reads a file with a header', async () => {
    const file = join(folder, 'ratings.csv')
    await writeFile(file, '\uFEFFuser,item,rating\n1,Fargo,5\n2,"Good, the Bad, The",3.5\n')
    expect(await readCsv(file)).toEqual({
      ratings: {
        user: Int32Array.of(1, 2),
        item: ['Fargo', 'Good, the Bad, The'],
        rating: Float32Array.of(5, 3.5),
      },
      skipped: { count: 0, first: [] },
    })
  })

  it('reads columns of any name in any order, timestamps included', async () => {
    const { ratings } = await read(
      'when;score;note;who;what\r\n2024-05-31T18:00:00Z;4;"a ""b""\r\nc";añn;7\r\n100;2;;bob;8\r\n',
      { user: 'who', item: 'what', rating: 'score', timestamp: 'when', delimiter: ';' },
    )
    expect(ratings).toEqual({
      user: ['añn', 'bob'],
      item: Int32Array.of(7, 8),
      rating: Float32Array.of(4, 2),
      timestamp: Float64Array.of(Date.UTC(2024, 4, 31, 18) / 1_000, 100),
    })
  })

  it('reads a file without a header', async () => {
    const columns = { user: 0, item: 1, rating: 2, timestamp: 3 }
    const { ratings } = await read('196\t242\t3\t881250949\n186\t302\t4\t891717742', { ...columns, delimiter: '\t' })
    expect([...(ratings.user as Int32Array)]).toEqual([196, 186])
    expect([...ratings.timestamp!]).toEqual([881250949, 891717742])
    expect((await read('1::2::3\n', { user: 0, item: 1, rating: 2, delimiter: '::' })).ratings.rating[0]).toBe(3)
  }) // prettier-ignore

  const head = 'user,item,rating\n1,2,3\n'
  const bad: [string, string][] = [
    ['1,3\n', 'the stream line 3: rating is undefined; expected a finite number (the only bad row of 3'],
    ['1,3,\n', 'the stream line 3: rating is ""; expected a finite number'],
    ['1,3,NaN\n', 'the stream line 3: rating is "NaN"; expected a finite number'],
    ['1,3,"3,5"\n', 'the stream line 3: rating is "3,5"; expected a finite number'],
    [',3,4\n', 'the stream line 3: user is ""; expected a non-empty string'],
    ['1,2,4\n', 'the stream line 3: user 1 has rated item 2 already, in line 2; expected each pair once'],
  ]
  it.each(bad)('refuses the line %j, or skips it', async (line, message) => {
    const text = `${head}${line}4,5,6\n`
    await expect(read(text)).rejects.toMatchObject({
      code: 'BAD_RATINGS',
      message: expect.stringContaining(message) as string,
      data: { count: 1 },
    })
    const { ratings, skipped } = await read(text, { onBadRow: 'skip' })
    expect([...ratings.rating]).toEqual([3, 6])
    expect(skipped).toMatchObject({ count: 1, first: [{ at: 3 }] })
  })

  it('names the first of several bad lines and counts them, also over records of several lines', async () => {
    const text = 'user,item,rating\n"a\nb",1,4\nc,1,9\nc,2,x\n"a\nb",1,3\n'
    await expect(read(text, { ratingRange: [1, 5] })).rejects.toThrow(
      'the stream line 4: rating is "9"; expected a number from 1 to 5 (the first of 3 bad rows in 4; onBadRow',
    )
  })

  it.each([
    ['1,"3,4\n4,5,6\n', 'Quote Not Closed: the parsing is finished with an opening quote at line'],
    ['1,"3"x,4\n4,5,6\n', 'Invalid Closing Quote: got "x" at line 3'],
    [`1,"3,4\n${'4,5,6\n'.repeat(200_000)}`, 'Max Record Size'],
  ])('cannot go on after wrong quotes: case %#', async (lines, message) => {
    const refused = { code: 'BAD_FILE', message: expect.stringContaining(message) as string }
    await expect(read(head + lines)).rejects.toMatchObject(refused)
    await expect(read(head + lines, { onBadRow: 'skip' })).rejects.toMatchObject(refused)
  })

  it('says what was skipped where nothing is left', async () => {
    await expect(read('user,item,rating\n1,2,x\n', { onBadRow: 'skip' })).rejects.toThrow(
      'there are no ratings in it; expected at least one (1 bad rows were left out; the first: line 2: rating is "x"',
    )
  })

  it.each<[string, string, ReadCsvOptions]>([
    ['a;b\n1;2\n', 'the stream has no column "user" for the user; its first line has "a;b" (name the columns', {}],
    [head, 'has no column "when" for the timestamp; its first line has "user", "item", "rating"', { timestamp: 'when' }],
    [head, 'the columns are user: 0, item: "item", rating: "rating"; expected names for all of them', { user: 0 }],
    ['', 'there are no ratings in it', {}],
    ['user,item,rating\n', 'there are no ratings in it', {}],
  ])('refuses %j', async (text, message, options) => {
    await expect(read(text, options)).rejects.toThrow(message)
  }) // prettier-ignore

  it('refuses a file that is not there', async () => {
    const file = join(folder, 'none.csv')
    await expect(readCsv(file)).rejects.toThrow(`cannot read ${file}: there is no such file`)
  })
})
