import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Movie } from '../ratings.ts'
import { movieLens100kTestFolder } from '../test-data.ts'
import { mergeTitles, type TitledColumns } from './merge.ts'
import { parseItems } from './parse-items.ts'
import { parseRatings } from './parse-ratings.ts'

const film = (id: number, title: string): Movie => ({
  id,
  title,
  year: null,
  releaseDate: null,
  url: null,
  genres: [],
})

describe('mergeTitles', () => {
  it('groups by film in order of first appearance and keeps the file order inside a film', () => {
    const ratings = parseRatings('1\t20\t5\t100\n2\t10\t4\t101\n3\t20\t3\t102\n4\t10\t2\t103\n5\t20\t1\t104')
    expect(mergeTitles(ratings, [film(10, 'Ten'), film(20, 'Twenty'), film(30, 'Unseen')])).toEqual({
      user: Int32Array.of(1, 3, 5, 2, 4),
      item: Int32Array.of(20, 20, 20, 10, 10),
      rating: Float32Array.of(5, 3, 1, 4, 2),
      timestamp: Float64Array.of(100, 102, 104, 101, 103),
      title: ['Twenty', 'Twenty', 'Twenty', 'Ten', 'Ten'],
    })
  })

  it('refuses a rating of a film that is not listed', () => {
    const ratings = parseRatings('1\t20\t5\t100\n2\t99\t4\t101')
    expect(() => mergeTitles(ratings, [film(20, 'Twenty')])).toThrow(
      'u.data line 2: item 99 is not among the films',
    )
  })
})

const folder = movieLens100kTestFolder()
describe.runIf(folder)('mergeTitles on the real files', () => {
  let merged: TitledColumns
  beforeAll(() => {
    const read = (name: string) => readFileSync(join(folder!, name))
    merged = mergeTitles(parseRatings(read('u.data')), parseItems(read('u.item')))
  })

  it('starts as the lesson shows', () => {
    expect(merged.title.slice(0, 5)).toEqual(Array(5).fill('Kolya (1996)'))
    expect([...merged.user.subarray(0, 5)]).toEqual([196, 63, 226, 154, 306])
    expect([...merged.rating.subarray(0, 5)]).toEqual([3, 3, 5, 3, 5])
    expect(merged.rating).toHaveLength(100_000)
  })

  it("has the lesson's most rated titles", () => {
    const counts = new Map<string, number>()
    for (const title of merged.title) counts.set(title, (counts.get(title) ?? 0) + 1)
    const ranked = [...counts].sort((a, b) => b[1] - a[1])
    expect(counts.size).toBe(1_664)
    expect(ranked.slice(0, 7)).toEqual([
      ['Star Wars (1977)', 583],
      ['Contact (1997)', 509],
      ['Fargo (1996)', 508],
      ['Return of the Jedi (1983)', 507],
      ['Liar Liar (1997)', 485],
      ['English Patient, The (1996)', 481],
      ['Scream (1996)', 478],
    ])
  })
})
