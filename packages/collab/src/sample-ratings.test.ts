import { beforeAll, describe, expect, it } from 'vitest'
import { GENRES } from './movielens/parse-items.ts'
import { toColumns } from './ratings.ts'
import { sampleRatings, type SampleRatings } from './sample-ratings.ts'

const countsOf = (column: Int32Array) => {
  const counts = new Int32Array(column.reduce((a, b) => Math.max(a, b), 0) + 1)
  for (const id of column) counts[id]!++
  return counts.subarray(1)
}
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [meanA, meanB] = [mean(a), mean(b)]
  const centredA = Array.from(a, (value) => value - meanA)
  const centredB = Array.from(b, (value) => value - meanB)
  const product = (x: number[], y: number[]) => x.reduce((sum, value, i) => sum + value * y[i]!, 0)
  return product(centredA, centredB) / Math.sqrt(product(centredA, centredA) * product(centredB, centredB))
}

describe('sampleRatings', () => {
  let sample: SampleRatings
  beforeAll(() => {
    sample = sampleRatings()
  })

  it("has MovieLens 100K's shapes", () => {
    const { ratings, movies } = sample
    expect(toColumns(ratings)).toBe(ratings)
    expect(ratings.rating).toHaveLength(100_000)
    expect(new Set(ratings.user).size).toBe(943)
    expect(new Set(ratings.item).size).toBe(1_682)
    expect(movies.map(({ id }) => id)).toEqual(Array.from({ length: 1_682 }, (_, i) => i + 1))
    expect(new Set(ratings.rating)).toEqual(new Set([1, 2, 3, 4, 5]))
    expect(new Set(ratings.item.map((item, row) => item * 1_000 + ratings.user[row]!)).size).toBe(100_000)
  })

  it('has ratings spread as in MovieLens: mean 3.53 and 6, 11, 27, 34, 21 percent there', () => {
    const { rating } = sample.ratings
    expect(mean(rating)).toBeCloseTo(3.53, 1)
    const percent = [1, 2, 3, 4, 5].map((stars) => rating.filter((value) => value === stars).length / 1_000)
    expect(percent.map((value, i) => Math.abs(value - [6, 11, 27, 34, 21][i]!)).every((off) => off < 5)).toBe(
      true,
    )
  })

  it('has keen users and popular films as in MovieLens', () => {
    const ofUsers = countsOf(sample.ratings.user).sort()
    const ofFilms = countsOf(sample.ratings.item).sort()
    expect(ofUsers[0]).toBeGreaterThanOrEqual(20)
    expect(ofUsers[471]).toBeLessThan(80)
    expect(ofUsers[942]).toBeGreaterThan(500)
    expect(ofFilms[0]).toBe(1)
    expect(ofFilms[841]).toBeLessThan(40)
    expect(ofFilms[1_681]).toBeGreaterThan(400)
  })

  it('makes better films more popular on average', () => {
    const logCounts = Float64Array.from(countsOf(sample.ratings.item), Math.log)
    expect(correlation(logCounts, sample.planted.itemBias)).toBeGreaterThan(0.4)
  })

  it('invents a title of its own, a year and one to three genres for each film', () => {
    expect(new Set(sample.movies.map(({ title }) => title)).size).toBe(1_682)
    for (const { title, year, releaseDate, url, genres } of sample.movies) {
      expect(title).toMatch(new RegExp(`^[A-Z][A-Za-z -]+ \\(${year!}\\)$`))
      expect(releaseDate).toMatch(new RegExp(`^\\d\\d-[A-Z][a-z][a-z]-${year!}$`))
      expect(url).toBeNull()
      expect([1, 2, 3]).toContain(genres.length)
    }
    const used = new Set(sample.movies.flatMap(({ genres }) => genres))
    expect(GENRES.filter((genre) => !used.has(genre))).toEqual(['unknown'])
  })

  it('groups rows by film, with its title and with times of the seven months', () => {
    const { item, title, timestamp } = sample.ratings
    const groups = item.filter((id, row) => id !== item[row - 1])
    expect(groups).toHaveLength(1_682)
    expect(item.every((id, row) => title[row] === sample.movies[id - 1]?.title)).toBe(true)
    expect(timestamp.every((second) => second >= 874_724_710 && second <= 893_286_638)).toBe(true)
  })

  it('says what the best prediction is, and its error', () => {
    const { ratings, planted } = sample
    const squared = ratings.rating.map((rating, row) => (rating - planted.ideal[row]!) ** 2)
    expect(mean(squared)).toBeCloseTo(planted.noiseMse, 5)
    expect(planted.noiseMse).toBeGreaterThan(0.7)
    expect(planted.noiseMse).toBeLessThan(0.82)
    expect(Math.min(...planted.ideal.subarray(0, 1_000))).toBeGreaterThanOrEqual(1)
  })

  it('plants what can be found: mean ratings follow the biases', () => {
    const { ratings, planted } = sample
    const counts = countsOf(ratings.user)
    const sums = new Float64Array(943)
    ratings.user.forEach((user, row) => (sums[user - 1]! += ratings.rating[row]!))
    const means = sums.map((sum, user) => sum / counts[user]!)
    expect(correlation(means, planted.userBias)).toBeGreaterThan(0.8)
    expect(planted.factors.user).toHaveLength(943 * planted.factors.count)
    expect(planted.factors.item).toHaveLength(1_682 * planted.factors.count)
  })

  it('is the same for the same seed and another for another', () => {
    const small = { users: 30, movies: 60, ratings: 700 }
    expect(sampleRatings({ ...small, seed: 5 })).toEqual(sampleRatings({ ...small, seed: 5 }))
    expect(sampleRatings({ ...small, seed: 6 }).ratings.rating).not.toEqual(
      sampleRatings(small).ratings.rating,
    )
  })

  it('says that it is synthetic', () => {
    expect(sample.source).toEqual({
      kind: 'sample',
      name: 'onecycle sample (synthetic)',
      location: 'sampleRatings({ seed: 42 })',
      citation: null,
    })
  })

  it.each([
    [{ users: 1, movies: 20, ratings: 20 }],
    [{ users: 10, movies: 40, ratings: 400 }],
    [{ users: 3, movies: 5_000, ratings: 90 }],
    [{ users: 500, movies: 25, ratings: 10_500 }],
  ])('fits %j', (sizes) => {
    const { ratings, movies, planted } = sampleRatings(sizes)
    expect(ratings.rating).toHaveLength(sizes.ratings)
    expect(Math.min(...countsOf(ratings.user))).toBeGreaterThanOrEqual(20)
    expect(new Set(ratings.item.map((item, row) => item * 1_000 + ratings.user[row]!)).size).toBe(
      sizes.ratings,
    )
    expect(new Set(movies.map(({ title }) => title)).size).toBe(sizes.movies)
    expect(Number.isFinite(planted.noiseMse)).toBe(true)
  })

  it.each([
    [{ users: 0 }, 'users is 0; expected an integer of 1 or more'],
    [{ movies: 1.5 }, 'movies is 1.5; expected an integer of 1 or more'],
    [
      { ratings: 1_000 },
      'ratings is 1000; with 943 users and 1682 movies, expected 18860 (20 a user) to 1586126',
    ],
    [{ users: 10, movies: 30, ratings: 301 }, 'expected 200 (20 a user) to 300 (every movie by every user)'],
  ])('refuses %j', (options, message) => {
    expect(() => sampleRatings(options)).toThrow(message)
  })
})
