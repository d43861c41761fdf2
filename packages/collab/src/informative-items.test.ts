import { expect, it } from 'vitest'
import { informativeItems } from './informative-items.ts'
import { sampleRatings } from './sample-ratings.ts'

const rows = (item: string, ratings: readonly number[]) =>
  ratings.map((rating, i) => ({ user: `${item}${i}`, item, rating }))

it('prefers what many know and few agree on', () => {
  const ratings = [
    ...rows('agreed', [5, 5, 5, 5, 5, 5, 5, 5]),
    ...rows('disputed', [1, 5, 1, 5, 1, 5, 1, 5]),
    ...rows('rare', [1, 5]),
    ...rows('every', [1, 2, 3, 4]),
  ]
  expect(informativeItems(ratings)).toEqual([
    { item: 'every', score: 2 * Math.log(4), count: 4, entropy: 2 },
    { item: 'disputed', score: Math.log(8), count: 8, entropy: 1 },
    { item: 'rare', score: Math.log(2), count: 2, entropy: 1 },
    { item: 'agreed', score: 0, count: 8, entropy: 0 },
  ])
  expect(informativeItems(ratings, { n: 2 }).map(({ item }) => item)).toEqual(['every', 'disputed'])
  expect(() => informativeItems(ratings, { n: 0 })).toThrow('n is 0')
})

it('finds well-known films of the sample, by title', () => {
  const { ratings, movies } = sampleRatings()
  const found = informativeItems(ratings, { n: 50, item: 'title' })
  expect(found).toHaveLength(50)
  const titles = new Set(movies.map(({ title }) => title))
  for (const { item, count, entropy } of found) {
    expect(titles.has(String(item))).toBe(true)
    expect(count).toBeGreaterThan(100)
    expect(entropy).toBeGreaterThan(1.5)
  }
})
