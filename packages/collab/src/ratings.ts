import { OnecycleError } from '@onecycle/tensor-core'

/** An id as the application knows it. Inside a model it becomes an index: see {@link Vocabulary}. */
export type RawId = string | number

/** One person's opinion of one thing. */
export interface Rating {
  user: RawId
  item: RawId
  rating: number
  /** Seconds since 1970; given in every row or in none. */
  timestamp?: number
}

/** Ratings as columns of equal length: row i of every column is one rating. */
export interface RatingColumns {
  readonly user: ArrayLike<RawId>
  readonly item: ArrayLike<RawId>
  readonly rating: Float32Array
  /** Seconds since 1970. */
  readonly timestamp?: Float64Array
  /** The item's title, where the source has titles beside ids. */
  readonly title?: readonly string[]
}

/** A film as MovieLens describes it. */
export interface Movie {
  id: number
  /** With its year, as in "Fargo (1996)". */
  title: string
  year: number | null
  /** As in the source: "01-Jan-1995". */
  releaseDate: string | null
  url: string | null
  genres: readonly string[]
}

/** Where ratings come from, so that whatever shows them can say so. */
export interface DataSource {
  kind: 'movielens-100k' | 'movielens' | 'sample'
  name: string
  location: string
  citation: string | null
}

/** Ratings of films, the films, and where both come from. */
export interface MovieRatings {
  ratings: RatingColumns
  movies: readonly Movie[]
  source: DataSource
}

/**
 * Ratings as checked columns. Columns that are given come back as they are; rows are copied into columns.
 *
 * @example toColumns([{ user: 'ann', item: 'Fargo', rating: 5 }])
 * @throws OnecycleError `BAD_RATINGS` naming the first bad row (counted from 0), its field and its value
 */
export function toColumns(ratings: Iterable<Rating> | RatingColumns): RatingColumns {
  const columns = Symbol.iterator in ratings ? columnsOf([...ratings]) : ratings
  checkColumns(columns)
  return columns
}

function columnsOf(rows: readonly Rating[]): RatingColumns {
  const rating = new Float32Array(rows.length)
  const timestamp = rows[0]?.timestamp === undefined ? undefined : new Float64Array(rows.length)
  rows.forEach((row, i) => {
    // Conversion to a typed array would turn a string or null into a number: look before it does.
    if (typeof row.rating !== 'number') throw badRow(i, 'rating', row.rating, FINITE)
    if (row.timestamp !== undefined && typeof row.timestamp !== 'number') {
      throw badRow(i, 'timestamp', row.timestamp, FINITE)
    }
    if ((row.timestamp === undefined) !== (timestamp === undefined)) {
      throw badRow(i, 'timestamp', row.timestamp, 'a timestamp in every row or in none')
    }
    rating[i] = row.rating
    if (timestamp) timestamp[i] = row.timestamp!
  })
  return {
    user: rows.map((row) => row.user),
    item: rows.map((row) => row.item),
    rating,
    ...(timestamp && { timestamp }),
  }
}

const FINITE = 'a finite number'

function checkColumns(columns: RatingColumns): void {
  const rows = columns.rating.length
  if (rows === 0) throw new OnecycleError('BAD_RATINGS', 'there are no ratings; expected at least one row')
  for (const field of ['user', 'item', 'timestamp', 'title'] as const) {
    const length = columns[field]?.length ?? rows
    if (length !== rows) {
      throw new OnecycleError(
        'BAD_RATINGS',
        `ratings: column ${field} has ${length} rows, but column rating has ${rows}; expected equal lengths`,
        { field, length, rows },
      )
    }
  }
  checkEach(columns.rating, 'rating', Number.isFinite, FINITE)
  if (columns.timestamp) checkEach(columns.timestamp, 'timestamp', Number.isFinite, FINITE)
  checkEach(columns.user, 'user', isRawId, RAW_ID)
  checkEach(columns.item, 'item', isRawId, RAW_ID)
}

/** What {@link isRawId} asks for, in words. */
export const RAW_ID = 'a non-empty string, or an integer between -(2^53 - 1) and 2^53 - 1'

export const isRawId = (value: unknown): value is RawId =>
  typeof value === 'string' ? value !== '' : Number.isSafeInteger(value)

function checkEach<T>(
  column: ArrayLike<T>,
  field: string,
  isValid: (value: T) => boolean,
  expected: string,
): void {
  for (let i = 0; i < column.length; i++) {
    const value = column[i]!
    if (!isValid(value)) throw badRow(i, field, value, expected)
  }
}

const badRow = (row: number, field: string, value: unknown, expected: string) =>
  new OnecycleError(
    'BAD_RATINGS',
    `ratings row ${row}: ${field} is ${typeof value === 'string' ? JSON.stringify(value) : String(value)}; ` +
      `expected ${expected} (rows are counted from 0)`,
    { row, field, value },
  )
