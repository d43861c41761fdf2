import { createReadStream } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { OnecycleError } from '@onecycle/tensor-core'
import type { Movie, MovieRatings, RatingColumns } from '../ratings.ts'
import { CITATION } from './citation.ts'
import { movieLens100k } from './movielens-100k.ts'
import { parseMoviesCsv, parseMoviesDat } from './parse-movies.ts'
import { ratingsReader, type MovieLensColumns, type RatingsLayout } from './ratings-reader.ts'

export interface MovieLensOptions {
  /** Puts a title beside each rating, for `item: 'title'`: 8 bytes a rating. Default true. */
  readonly titles?: boolean
}

interface Format {
  readonly ratings: string
  readonly movies: string
  readonly layout: RatingsLayout
  readonly parseMovies: (content: Uint8Array, file: string) => Movie[]
}

const FORMATS: readonly Format[] = [
  {
    ratings: 'ratings.csv',
    movies: 'movies.csv',
    layout: { delimiter: ',', header: 'userId,movieId,rating,timestamp' },
    parseMovies: parseMoviesCsv,
  },
  {
    ratings: 'ratings.dat',
    movies: 'movies.dat',
    layout: { delimiter: '::' },
    parseMovies: parseMoviesDat,
  },
]

/** The releases that never change, by their number of ratings. */
const NAMES: Readonly<Record<number, string>> = {
  100_836: 'MovieLens latest-small',
  1_000_209: 'MovieLens 1M',
  10_000_054: 'MovieLens 10M',
  20_000_263: 'MovieLens 20M',
  25_000_095: 'MovieLens 25M',
  32_000_204: 'MovieLens 32M',
}

const READ_BYTES = 2 ** 20

/**
 * Reads a folder of MovieLens, whichever release it is: 100K (u.data and u.item), 1M and 10M (ratings.dat and
 * movies.dat), latest, latest-small, 20M, 25M and 32M (ratings.csv and movies.csv). Nothing is downloaded.
 *
 * Rows come in file order; those of 100K in the lesson's (see `movieLens100k`).
 *
 * @throws OnecycleError `DATA_NOT_FOUND` when the folder has none of these pairs; `BAD_FILE` or `UNKNOWN_ITEM`
 * when a file is not what it should be
 */
export async function movieLens(
  folder: string,
  { titles = true }: MovieLensOptions = {},
): Promise<MovieRatings> {
  const names = new Set(await readdir(folder).catch(() => []))
  if (names.has('u.data') && names.has('u.item')) return movieLens100k({ dir: folder })
  const format = FORMATS.find(({ ratings, movies }) => names.has(ratings) && names.has(movies))
  if (!format) {
    throw new OnecycleError(
      'DATA_NOT_FOUND',
      `${folder} is no folder of MovieLens: expected u.data and u.item (100K), ratings.dat and movies.dat ` +
        '(1M, 10M), or ratings.csv and movies.csv (latest, 20M, 25M, 32M)',
      { folder },
    )
  }
  const moviesFile = join(folder, format.movies)
  const movies = format.parseMovies(await readFile(moviesFile), moviesFile)
  const file = join(folder, format.ratings)
  const columns = await readRatings(file, format.layout)
  const firstLine = format.layout.header === undefined ? 1 : 2
  return {
    ratings: titles ? withTitles(columns, movies, { file, firstLine, moviesFile }) : columns,
    movies,
    source: {
      kind: 'movielens',
      name: NAMES[columns.rating.length] ?? 'MovieLens',
      location: folder,
      citation: CITATION,
    },
  }
}

async function readRatings(file: string, layout: RatingsLayout): Promise<MovieLensColumns> {
  const reader = ratingsReader(file, layout)
  for await (const piece of createReadStream(file, { highWaterMark: READ_BYTES }))
    reader.push(piece as Uint8Array)
  return reader.end()
}

function withTitles(
  columns: MovieLensColumns,
  movies: readonly Movie[],
  { file, firstLine, moviesFile }: { file: string; firstLine: number; moviesFile: string },
): RatingColumns {
  const titleOf = new Map(movies.map(({ id, title }) => [id, title]))
  const title = new Array<string>(columns.item.length)
  for (let row = 0; row < title.length; row++) {
    const item = columns.item[row]!
    const found = titleOf.get(item)
    if (found === undefined) {
      const line = row + firstLine
      const message = `${file} line ${line}: item ${item} is not among the films of ${moviesFile}; expected an id that is`
      throw new OnecycleError('UNKNOWN_ITEM', message, { file, line, item })
    }
    title[row] = found
  }
  return { ...columns, title }
}
