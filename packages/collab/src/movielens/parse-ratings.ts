import { OnecycleError } from '@onecycle/tensor-core'
import type { RatingColumns } from '../ratings.ts'

/** The columns of u.data, in file order. */
export interface MovieLensColumns extends RatingColumns {
  readonly user: Int32Array
  readonly item: Int32Array
  readonly timestamp: Float64Array
}

const FIELDS = ['user', 'item', 'rating', 'timestamp'] as const
const RATING = 2
const TAB = 9
const LINE_FEED = 10
const CARRIAGE_RETURN = 13
const POINT = 46
const ZERO = 48
const NINE = 57
const LARGEST_ID = 2 ** 31 - 1
// More digits than this would not fit a number exactly, and no MovieLens field comes near.
const MOST_DIGITS = 15
const ID = `an integer from 0 to ${LARGEST_ID}`
const EXPECTED = [ID, ID, 'a number such as 4 or 3.5', 'seconds since 1970, an integer']

/**
 * Reads u.data: a line a rating, four tab-separated fields, no header. One pass over the bytes straight into
 * the columns; a line is looked at as text only when it is wrong.
 *
 * @param file the name that errors give
 * @throws OnecycleError `BAD_FILE` naming the line, what was found and what was expected
 */
export function parseRatings(content: Uint8Array | string, file = 'u.data'): MovieLensColumns {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const end = endOfContent(bytes)
  if (end === 0) throw new OnecycleError('BAD_FILE', `${file} is empty; expected a line a rating`, { file })
  const columns = emptyColumns(countLines(bytes, end))
  const values = new Float64Array(FIELDS.length)
  let row = 0
  let lineStart = 0
  let field = 0
  let digits = 0
  let value = 0
  let scale = 0 // 0 before a decimal point, then the power of ten that `value` has to be divided by

  for (let at = 0; at <= end; at++) {
    const byte = at < end ? bytes[at]! : LINE_FEED
    if (byte >= ZERO && byte <= NINE) {
      value = value * 10 + (byte - ZERO)
      scale *= 10
      digits++
    } else if (byte === POINT && field === RATING && scale === 0) {
      scale = 1
    } else if ((byte === TAB && field < 3) || (byte === LINE_FEED && field === 3)) {
      values[field] = scale === 0 ? value : value / scale
      if (digits === 0 || digits > MOST_DIGITS) throw badLine(bytes, lineStart, row, file)
      digits = value = scale = 0
      field++
      if (byte === LINE_FEED) {
        if (!store(values, columns, row)) throw badLine(bytes, lineStart, row, file)
        field = 0
        lineStart = at + 1
        row++
      }
    } else if (byte !== CARRIAGE_RETURN || bytes[at + 1] !== LINE_FEED) {
      throw badLine(bytes, lineStart, row, file)
    }
  }
  return columns
}

const emptyColumns = (rows: number): MovieLensColumns => ({
  user: new Int32Array(rows),
  item: new Int32Array(rows),
  rating: new Float32Array(rows),
  timestamp: new Float64Array(rows),
})

/** Writes one row; false where an id does not fit its column. */
function store(values: Float64Array, columns: MovieLensColumns, row: number): boolean {
  columns.user[row] = values[0]!
  columns.item[row] = values[1]!
  columns.rating[row] = values[RATING]!
  columns.timestamp[row] = values[3]!
  return values[0]! <= LARGEST_ID && values[1]! <= LARGEST_ID
}

/** Where the content ends: blank lines at the end of the file are not content. */
function endOfContent(bytes: Uint8Array): number {
  let end = bytes.length
  while (end > 0 && (bytes[end - 1] === LINE_FEED || bytes[end - 1] === CARRIAGE_RETURN)) end--
  return end
}

function countLines(bytes: Uint8Array, end: number): number {
  let lines = 1
  for (let at = bytes.indexOf(LINE_FEED); at >= 0 && at < end; at = bytes.indexOf(LINE_FEED, at + 1)) lines++
  return lines
}

/** Reads a line again, as text, to say what is wrong with it. */
function badLine(bytes: Uint8Array, start: number, row: number, file: string): OnecycleError {
  const lineEnd = bytes.indexOf(LINE_FEED, start)
  const text = new TextDecoder().decode(bytes.subarray(start, lineEnd < 0 ? bytes.length : lineEnd))
  const fields = text.trim() === '' ? [] : text.replace(/\r$/, '').split('\t')
  const line = row + 1
  const place = `${file} line ${line}`
  if (fields.length !== FIELDS.length) {
    const message = `expected 4 tab-separated fields (${FIELDS.join(', ')}), found ${fields.length}`
    return new OnecycleError('BAD_FILE', `${place}: ${message}`, { file, line, found: fields.length })
  }
  const wrong = Math.max(
    0,
    fields.findIndex((found, i) => !isReadable(found, i)),
  )
  const value = fields[wrong]!.slice(0, 60)
  const message = `${FIELDS[wrong]!} is ${JSON.stringify(value)}; expected ${EXPECTED[wrong]!}`
  return new OnecycleError('BAD_FILE', `${place}: ${message}`, { file, line, field: FIELDS[wrong], value })
}

function isReadable(text: string, field: number): boolean {
  const isNumber = field === RATING ? /^(\d+\.?\d*|\.\d+)$/.test(text) : /^\d+$/.test(text)
  return (
    isNumber && text.replace('.', '').length <= MOST_DIGITS && (field >= RATING || Number(text) <= LARGEST_ID)
  )
}
