import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Movie } from '../ratings.ts'
import { movieLens100kTestFolder } from '../test-data.ts'
import { GENRES, parseItems } from './parse-items.ts'

const flags = (...set: number[]) => GENRES.map((_, i) => (set.includes(i) ? '1' : '0')).join('|')
const line = (id: string, title: string, genres = flags(8)) =>
  `${id}|${title}|01-Jan-1995||http://x.test/${id}|${genres}`

describe('parseItems', () => {
  it('reads a film', () => {
    expect(parseItems(line('1', 'Toy Story (1995)', flags(3, 4, 5)))).toEqual([
      {
        id: 1,
        title: 'Toy Story (1995)',
        year: 1995,
        releaseDate: '01-Jan-1995',
        url: 'http://x.test/1',
        genres: ['Animation', "Children's", 'Comedy'],
      },
    ])
  })

  it('reads a film of which nothing is known', () => {
    expect(parseItems(`267|unknown||||${flags(0)}\n`)).toEqual([
      { id: 267, title: 'unknown', year: null, releaseDate: null, url: null, genres: ['unknown'] },
    ])
  })

  it('reads latin-1 bytes, carriage returns and a blank last line', () => {
    const bytes = Buffer.from(
      `${line('543', 'Misérables, Les (1995)')}\r\n${line('2', 'B (1996)')}\r\n\r\n`,
      'latin1',
    )
    expect(parseItems(bytes).map(({ title }) => title)).toEqual(['Misérables, Les (1995)', 'B (1996)'])
  })

  it('takes the last year of a title, with or without something behind it', () => {
    const titles = ['2001 (1968)', 'Land (1995) (V)', 'Odd (1984) (1956)', 'Friends (1986) ', 'None']
    const movies = parseItems(titles.map((title, i) => line(String(i), title)).join('\n'))
    expect(movies.map(({ year }) => year)).toEqual([1968, 1995, 1956, 1986, null])
    expect(movies[3]?.title).toBe('Friends (1986) ')
  })

  it.each([
    [
      '2|B (1996)',
      "expected 24 fields separated by '|' (id, title, release date, video release date, url, 19 genre flags), found 2",
    ],
    [line('x', 'B (1996)'), 'id is "x"; expected an integer'],
    [line('2', ' '), 'title is " "; expected some text'],
    [line('2', 'B (1996)', flags().replace('0', '2')), 'the flag of genre unknown is "2"; expected 0 or 1'],
    [line('1', 'B (1996)'), 'film 1 is already on line 1'],
  ])('says what is wrong with the line %j', (bad, message) => {
    const text = [line('1', 'A (1995)'), bad, line('3', 'C (1997)')].join('\n')
    expect(() => parseItems(text)).toThrow(`u.item line 2: ${message}`)
  })

  it('refuses a file without films', () => {
    expect(() => parseItems('\n')).toThrow('u.item is empty; expected a line a film')
  })
})

const folder = movieLens100kTestFolder()
describe.runIf(folder)('parseItems on the real u.item', () => {
  let movies: Movie[]
  beforeAll(() => {
    movies = parseItems(readFileSync(join(folder!, 'u.item')))
  })

  it('has 1,682 films with 1,664 titles', () => {
    expect(movies).toHaveLength(1_682)
    expect(new Set(movies.map(({ title }) => title)).size).toBe(1_664)
    expect(movies.map(({ id }) => id)).toEqual(movies.map((_, i) => i + 1))
  })

  it('decodes accents and knows every year but that of "unknown"', () => {
    expect(movies[542]?.title).toBe('Misérables, Les (1995)')
    expect(movies.filter(({ year }) => year === null).map(({ title }) => title)).toEqual(['unknown'])
  })

  it('has the genres of u.genre in order', () => {
    const lines = readFileSync(join(folder!, 'u.genre'), 'latin1').trim().split(/\s*\n/)
    expect(lines).toEqual(GENRES.map((genre, i) => `${genre}|${i}`))
  })
})
