import { Generator, OnecycleError } from '@onecycle/tensor-core'
import { mergeTitles, type TitledColumns } from './movielens/merge.ts'
import { GENRES } from './movielens/parse-items.ts'
import type { MovieLensColumns } from './movielens/ratings-reader.ts'
import type { Movie, MovieRatings } from './ratings.ts'
import { drawActivity, drawWatched, FEWEST_RATINGS } from './sample/draw-watched.ts'
import { inventFilms } from './sample/invented-films.ts'

export interface SampleRatingsOptions {
  /** 42 unless told otherwise. */
  seed?: number | undefined
  /** 943 unless told otherwise. */
  users?: number | undefined
  /** 1,682 unless told otherwise. */
  movies?: number | undefined
  /** 100,000 unless told otherwise; at least 20 a user. */
  ratings?: number | undefined
}

/** What {@link sampleRatings} put into its ratings; row i belongs to id i + 1. */
export interface Planted {
  readonly mean: number
  /** [users] */
  readonly userBias: Float32Array
  /** [movies] */
  readonly itemBias: Float32Array
  readonly factors: {
    readonly count: number
    /** [users, count], row by row */
    readonly user: Float32Array
    /** [movies, count], row by row; films of like genres are alike */
    readonly item: Float32Array
  }
  /** [ratings] The best prediction there is of each rating, row by row: mean + biases + factors, clipped to 1..5. */
  readonly ideal: Float32Array
  /**
   * The mean squared error of `ideal` against the ratings as they came out: what noise and rounding leave. No
   * model can do much better. A tenth of the rows has an error of its own, a few percent off: a model's error
   * on some rows is best held against that of `ideal` on the same rows.
   */
  readonly noiseMse: number
}

export interface SampleRatings extends MovieRatings {
  readonly ratings: TitledColumns
  readonly planted: Planted
}

const FACTORS = 2
// The keenest user of MovieLens 100K has rated 737 of 1,682 films.
const MOST_SEEN = 0.44
const MEAN = 3.15
const USER_BIAS_SD = 0.42
const ITEM_BIAS_SD = 0.64
const NOISE_SD = 0.9
const USER_FACTOR_SD = 0.38
const ITEM_FACTOR_SD = 0.38
// The tastes of who rates little are faint: this many ratings bring half of their strength. Strong tastes that
// twenty ratings could not show would be noise to every model, and still count as structure in `noiseMse`.
const HALF_STRENGTH_AT = 100
// MovieLens 100K's seven months, in seconds since 1970.
const FIRST_SECOND = 874_724_710
const LAST_SECOND = 893_286_638

/**
 * Synthetic ratings in MovieLens 100K's shapes, for wherever the real ones may not or cannot be had:
 * invented films, users who rate from 20 films to hundreds, films known to many and to one, and
 *
 *     rating = round(mean + userBias + itemBias + userFactors . itemFactors + noise), clipped to 1..5
 *
 * Better films are more popular on average; factors follow genres. The same seed gives the same ratings.
 * Rows come in `movieLens100k`'s order: grouped by film.
 *
 * @example sampleRatings({ seed: 1 }).planted.noiseMse
 * @throws OnecycleError `BAD_SAMPLE` for sizes that do not fit each other
 */
export function sampleRatings(options: SampleRatingsOptions = {}): SampleRatings {
  const { seed = 42, users = 943, movies: films = 1_682, ratings: total = 100_000 } = options
  checkSizes(users, films, total)
  // A generator for each part: a change to one leaves the draws of the others.
  const random = new Generator(seed)
  const forTitles = random.fork()
  const forPlanted = random.fork()
  const forWatched = random.fork()
  const forRatings = random.fork()

  const movies = inventFilms(films, forTitles)
  const most = Math.min(
    films,
    Math.max(Math.ceil(MOST_SEEN * films), FEWEST_RATINGS, Math.ceil(total / users)),
  )
  const counts = drawActivity(users, total, most, forWatched)
  const truth = plant(counts, movies, forPlanted)
  const watched = drawWatched(counts, rankByQuality(truth.itemBias, forWatched), forWatched)
  const ratings = mergeTitles(rate(truth, counts, watched, forRatings), movies)
  const ideal = ratings.rating.map((_, row) =>
    idealRating(truth, ratings.user[row]! - 1, ratings.item[row]! - 1),
  )
  const noiseMse = ratings.rating.reduce((sum, rating, row) => sum + (rating - ideal[row]!) ** 2, 0) / total
  return {
    ratings,
    movies,
    source: {
      kind: 'sample',
      name: 'onecycle sample (synthetic)',
      location: `sampleRatings({ seed: ${seed} })`,
      citation: null,
    },
    planted: { ...truth, ideal, noiseMse },
  }
}

function checkSizes(users: number, films: number, total: number): void {
  for (const [name, value] of Object.entries({ users, movies: films, ratings: total })) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new OnecycleError('BAD_SAMPLE', `${name} is ${value}; expected an integer of 1 or more`, {
        [name]: value,
      })
    }
  }
  if (total < users * FEWEST_RATINGS || total > users * films) {
    const message =
      `ratings is ${total}; with ${users} users and ${films} movies, expected ` +
      `${users * FEWEST_RATINGS} (${FEWEST_RATINGS} a user) to ${users * films} (every movie by every user)`
    throw new OnecycleError('BAD_SAMPLE', message, { users, movies: films, ratings: total })
  }
}

type Truth = Omit<Planted, 'ideal' | 'noiseMse'>

const normals = (length: number, sd: number, random: Generator) =>
  Float32Array.from({ length }, () => sd * random.normal())

function plant(counts: Int32Array, movies: readonly Movie[], random: Generator): Truth {
  const genreFactors = new Map(GENRES.map((genre) => [genre as string, normals(FACTORS, 1, random)]))
  const item = new Float32Array(movies.length * FACTORS)
  movies.forEach(({ genres }, film) => {
    for (let f = 0; f < FACTORS; f++) {
      const ofGenres =
        genres.reduce((sum, genre) => sum + genreFactors.get(genre)![f]!, 0) / Math.sqrt(genres.length)
      item[film * FACTORS + f] = ITEM_FACTOR_SD * (0.9 * ofGenres + 0.436 * random.normal())
    }
  })
  const strength = Float64Array.from(counts, (count) => count / (count + HALF_STRENGTH_AT))
  const user = normals(counts.length * FACTORS, USER_FACTOR_SD, random)
  return {
    mean: MEAN,
    userBias: normals(counts.length, USER_BIAS_SD, random),
    itemBias: normals(movies.length, ITEM_BIAS_SD, random),
    factors: {
      count: FACTORS,
      user: user.map((value, i) => value * strength[Math.floor(i / FACTORS)]!),
      item,
    },
  }
}

/** A rank of popularity for each film, 0 the most popular: quality has a say in it, and chance another. */
function rankByQuality(itemBias: Float32Array, random: Generator): Uint32Array {
  const fame = itemBias.map((bias) => (0.65 * bias) / ITEM_BIAS_SD + 0.76 * random.normal())
  const best = Uint32Array.from(itemBias.keys()).sort((a, b) => fame[b]! - fame[a]!)
  const ranking = new Uint32Array(best.length)
  best.forEach((film, rank) => (ranking[film] = rank))
  return ranking
}

const clip = (stars: number) => Math.min(5, Math.max(1, stars))

/** What a user and a film, both counted from 0, make of each other before noise and rounding. */
const idealRating = (truth: Truth, user: number, film: number) => clip(unclipped(truth, user, film))

function unclipped({ mean, userBias, itemBias, factors }: Truth, user: number, film: number): number {
  let stars = mean + userBias[user]! + itemBias[film]!
  for (let f = 0; f < FACTORS; f++)
    stars += factors.user[user * FACTORS + f]! * factors.item[film * FACTORS + f]!
  return stars
}

/** The ratings in an order of their own, as u.data has one: no user's and no film's stand together. */
function rate(truth: Truth, counts: Int32Array, watched: Int32Array, random: Generator): MovieLensColumns {
  const rows = watched.length
  const columns = {
    user: new Int32Array(rows),
    item: new Int32Array(rows),
    rating: new Float32Array(rows),
    timestamp: new Float64Array(rows),
  }
  const place = random.permutation(rows)
  let row = 0
  counts.forEach((count, user) => {
    // A user rates in one sitting, half a minute a film.
    let second =
      FIRST_SECOND + Math.floor(random.uniform() * Math.max(1, LAST_SECOND - FIRST_SECOND - 60 * count))
    for (const end = row + count; row < end; row++) {
      const film = watched[row]!
      const to = place[row]!
      second += random.integer(60)
      columns.user[to] = user + 1
      columns.item[to] = film + 1
      columns.rating[to] = clip(Math.round(unclipped(truth, user, film) + NOISE_SD * random.normal()))
      columns.timestamp[to] = second
    }
  })
  return columns
}
