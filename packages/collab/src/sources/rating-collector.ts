import { OnecycleError } from '@onecycle/tensor-core'
import { grow } from '../grow.ts'
import { isRawId, RAW_ID, type RatingColumns, type RawId } from '../ratings.ts'
import { codesOf, groupRows } from '../splits/group-rows.ts'
import { idColumn } from './id-column.ts'
import { toSeconds } from './to-seconds.ts'

export interface CollectOptions {
  /** Lowest and highest rating there may be. Default: any finite number. */
  readonly ratingRange?: readonly [low: number, high: number]
  /**
   * What rows with a missing field, a rating that is no number or out of range, an unreadable timestamp, or a
   * pair of user and item that was there before do: 'throw' (the default) reads all rows and then fails once,
   * with the first bad row and their number; 'skip' leaves them out and counts them.
   */
  readonly onBadRow?: 'throw' | 'skip'
}

/** A row that was left out, and why: "line 3: rating is "abc"; expected a number". */
export interface BadRow {
  /** Line of a file, from 1; row of another source, from 0. */
  readonly at: number
  readonly field: string
  readonly value: unknown
  readonly message: string
}

/** Ratings that were read, and what was left out of them. */
export interface ReadRatings {
  readonly ratings: RatingColumns
  readonly skipped: {
    readonly count: number
    /** The first ten. */
    readonly first: readonly BadRow[]
  }
}

/** A row as its source gives it. */
export interface RawRow {
  readonly user: unknown
  readonly item: unknown
  readonly rating: unknown
  readonly timestamp?: unknown
}

export interface RatingCollector {
  /** @param at line or row, for messages */
  add(row: RawRow, at: number): void
  /** @throws OnecycleError `BAD_RATINGS` */
  end(): ReadRatings
}

interface Source {
  /** For messages: "ratings.csv". */
  readonly name: string
  /** What rows are called in it. */
  readonly unit: 'line' | 'row'
  /** Whether ids and numbers come as text. */
  readonly isText?: boolean
  /** Whether every row has to have a timestamp; where that is not known, the first row decides. */
  readonly hasTimestamp?: boolean
}

const SHOWN = 10
const TIME = 'seconds since 1970, or a date such as 2024-05-31T18:00:00Z'
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/

/**
 * Gathers rows of any source into columns, checked. The memory it takes is that of the columns.
 *
 * @throws OnecycleError `BAD_OPTION`
 */
export function ratingCollector(
  { name, unit, isText = false, hasTimestamp }: Source,
  { ratingRange, onBadRow = 'throw' }: CollectOptions,
): RatingCollector {
  checkRange(ratingRange)
  const user = idColumn()
  const item = idColumn()
  let rating = new Float32Array(0)
  let timestamp = new Float64Array(0)
  let places = new Uint32Array(0) // the line or row that each rating is from
  let length = 0
  let withTime = hasTimestamp
  let count = 0
  const first: BadRow[] = []

  const addBad = (bad: BadRow) => {
    if (count++ < SHOWN) first.push(bad)
  }
  const expected = ratingRange ? `a number from ${ratingRange[0]} to ${ratingRange[1]}` : 'a finite number'
  const isGoodRating = (value: number) =>
    Number.isFinite(Math.fround(value)) &&
    (!ratingRange || (value >= ratingRange[0] && value <= ratingRange[1]))
  const isGoodTime = (seconds: number | undefined) =>
    (seconds !== undefined) === withTime && (seconds === undefined || Number.isFinite(seconds))

  return {
    add(row, at) {
      const stars = numberOf(row.rating)
      const seconds = row.timestamp === undefined ? undefined : toSeconds(row.timestamp)
      withTime ??= row.timestamp !== undefined
      const { user: userId, item: itemId } = row
      if (!isRawId(userId) || !isRawId(itemId) || !isGoodRating(stars) || !isGoodTime(seconds)) {
        const [field, wanted] = !isRawId(userId)
          ? (['user', RAW_ID] as const)
          : !isRawId(itemId)
            ? (['item', RAW_ID] as const)
            : !isGoodRating(stars)
              ? (['rating', expected] as const)
              : ([
                  'timestamp',
                  seconds !== undefined && withTime ? TIME : 'a timestamp in every row or in none',
                ] as const)
        const value = row[field]
        addBad({
          at,
          field,
          value,
          message: `${unit} ${at}: ${field} is ${shown(value)}; expected ${wanted}`,
        })
        return
      }
      if (length === rating.length) {
        rating = grow(rating)
        places = grow(places)
        if (withTime) timestamp = grow(timestamp, rating.length)
      }
      if (isText) {
        user.pushText(String(userId))
        item.pushText(String(itemId))
      } else {
        user.push(userId)
        item.push(itemId)
      }
      rating[length] = stars
      places[length] = at
      if (seconds !== undefined) timestamp[length] = seconds
      length++
    },
    end() {
      const all: RatingColumns = {
        user: user.values(),
        item: item.values(),
        rating: rating.slice(0, length),
        ...(withTime && { timestamp: timestamp.slice(0, length) }),
      }
      const { kept, repeated } = withoutRepeated(all)
      for (const { row, earlier } of repeated) {
        const [value, at] = [[all.user[row]!, all.item[row]!], places[row]!]
        addBad({
          at,
          field: 'user, item',
          value,
          message: `${unit} ${at}: user ${shown(value[0])} has rated item ${shown(value[1])} already, in ${unit} ${places[earlier]!}; expected each pair once`,
        })
      }
      first.sort((a, b) => a.at - b.at)
      if (count > 0 && onBadRow === 'throw')
        throw badRatings(name, count, length + count - repeated.length, first)
      if (kept.rating.length === 0) {
        const left = count > 0 ? ` (${count} bad rows were left out; the first: ${first[0]!.message})` : ''
        throw new OnecycleError('BAD_RATINGS', `${name}: there are no ratings in it; expected at least one${left}`, { count, first }) // prettier-ignore
      }
      return { ratings: kept, skipped: { count, first } }
    },
  }
}

const numberOf = (value: unknown): number => {
  if (typeof value === 'number') return value
  return typeof value === 'string' && NUMBER.test(value.trim()) ? Number(value) : NaN
}

const shown = (value: unknown): string =>
  typeof value === 'string'
    ? JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
    : String(value)

function checkRange(range: CollectOptions['ratingRange']): void {
  if (!range || range[0] < range[1]) return
  throw new OnecycleError(
    'BAD_OPTION',
    `ratingRange is [${range.join(', ')}]; expected [low, high] with low < high`,
    { ratingRange: range },
  )
}

function badRatings(name: string, count: number, rows: number, first: readonly BadRow[]): OnecycleError {
  const { at, field, value, message } = first[0]!
  const others = count === 1 ? `the only bad row of ${rows}` : `the first of ${count} bad rows in ${rows}`
  return new OnecycleError(
    'BAD_RATINGS',
    `${name} ${message} (${others}; onBadRow: 'skip', or --skip-bad-rows, leaves them out and counts them)`,
    { source: name, at, field, value, count, first },
  )
}

/** Leaves the second and later ratings of a pair out: the first one stands. */
function withoutRepeated(all: RatingColumns): {
  kept: RatingColumns
  repeated: { row: number; earlier: number }[]
} {
  const { groups, offsets, rows } = groupRows(all.user)
  const { codes, distinct } = codesOf(all.item)
  // For each item, the row in which `seenBy` rated it last.
  const seenAt = new Int32Array(distinct).fill(-1)
  const seenBy = new Int32Array(distinct).fill(-1)
  const repeated: { row: number; earlier: number }[] = []
  for (let g = 0; g < groups; g++) {
    for (let i = offsets[g]!; i < offsets[g + 1]!; i++) {
      const row = rows[i]!
      const code = codes[row]!
      if (seenBy[code] === g) repeated.push({ row, earlier: seenAt[code]! })
      else {
        seenBy[code] = g
        seenAt[code] = row
      }
    }
  }
  if (repeated.length === 0) return { kept: all, repeated }
  repeated.sort((a, b) => a.row - b.row)
  const isRepeated = new Uint8Array(all.rating.length)
  for (const { row } of repeated) isRepeated[row] = 1
  const keep = (_: unknown, row: number) => isRepeated[row] === 0
  const ids = (column: ArrayLike<RawId>): ArrayLike<RawId> =>
    column instanceof Int32Array ? column.filter(keep) : Array.from(column).filter(keep)
  return {
    kept: {
      user: ids(all.user),
      item: ids(all.item),
      rating: all.rating.filter(keep),
      ...(all.timestamp && { timestamp: all.timestamp.filter(keep) }),
    },
    repeated,
  }
}
