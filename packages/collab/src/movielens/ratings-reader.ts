import { OnecycleError } from '@onecycle/tensor-core'
import { grow } from '../grow.ts'
import type { RatingColumns } from '../ratings.ts'

/** The columns of a MovieLens file of ratings, in file order. */
export interface MovieLensColumns extends RatingColumns {
  readonly user: Int32Array
  readonly item: Int32Array
  readonly timestamp: Float64Array
}

/** How a file of ratings is written: u.data has tabs, ratings.dat '::', ratings.csv commas and a header. */
export interface RatingsLayout {
  readonly delimiter: '\t' | '::' | ','
  /** The first line, where it is one of names. */
  readonly header?: string
}

/** Takes a file in pieces, in order, and gives its columns at the end. */
export interface RatingsReader {
  /** @throws OnecycleError `BAD_FILE` naming the line, what was found and what was expected */
  push(bytes: Uint8Array): void
  /** @throws OnecycleError `BAD_FILE` */
  end(): MovieLensColumns
}

const FIELDS = ['user', 'item', 'rating', 'timestamp'] as const
const RATING = 2
const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf' // its three bytes, each as a character
const LINE_FEED = 10
const CARRIAGE_RETURN = 13
const POINT = 46
const ZERO = 48
const NINE = 57
const LARGEST_ID = 2 ** 31 - 1
// More digits than this would not fit a number exactly, and no MovieLens field comes near.
const MOST_DIGITS = 15
const MOST_LINE_BYTES = 1_000
const ID = `an integer from 0 to ${LARGEST_ID}`
const EXPECTED = [ID, ID, 'a number such as 4 or 3.5', 'seconds since 1970, an integer']

/**
 * Reads a MovieLens file of ratings: a line a rating, four fields (user, item, rating, timestamp). One pass
 * over the bytes straight into the columns; a line is looked at as text only when it is wrong. The file comes
 * in pieces of any size, so that it may be larger than a string can be.
 *
 * @param file the name that errors give
 */
export function ratingsReader(file: string, { delimiter, header }: RatingsLayout): RatingsReader {
  const separator = delimiter.charCodeAt(0)
  const isDouble = delimiter.length === 2
  const values = new Float64Array(FIELDS.length)
  let columns = { user: new Int32Array(0), item: new Int32Array(0), rating: new Float32Array(0), timestamp: new Float64Array(0) } // prettier-ignore
  let rows = 0
  let line = 1
  let headerText = header === undefined ? null : ''
  let blankLines = 0 // since the last rating: they may only be at the end
  let begun = new Uint8Array(0) // what earlier pieces had of the line at hand
  let field = 0
  let digits = 0
  let value = 0
  let scale = 0 // 0 before a decimal point, then the power of ten that `value` has to be divided by
  let isHalf = false // the first of two colons has been read
  let isReturned = false // a carriage return has been read: only a line feed may follow
  let isBad = false // the line at hand is wrong; the error waits for the rest of it

  const beginLine = () => {
    line++
    field = digits = value = scale = 0
    isHalf = isReturned = isBad = false
  }
  const endField = (): boolean => {
    values[field++] = scale === 0 ? value : value / scale
    const isGood = digits > 0 && digits <= MOST_DIGITS
    digits = value = scale = 0
    isHalf = false
    return isGood
  }
  const store = (): boolean => {
    if (rows === columns.rating.length) {
      columns = {
        user: grow(columns.user),
        item: grow(columns.item),
        rating: grow(columns.rating),
        timestamp: grow(columns.timestamp),
      }
    }
    columns.user[rows] = values[0]!
    columns.item[rows] = values[1]!
    columns.rating[rows] = values[RATING]!
    columns.timestamp[rows] = values[3]!
    rows++
    return values[0]! <= LARGEST_ID && values[1]! <= LARGEST_ID
  }
  /** Takes a byte into the state; false where the line cannot be right. */
  const take = (byte: number): boolean => {
    if (byte === LINE_FEED) return !isHalf && field === 3 && endField() && store()
    if (byte === CARRIAGE_RETURN) return !isReturned && (isReturned = true)
    if (isReturned) return false
    if (byte === POINT && field === RATING && scale === 0) {
      scale = 1
      return true
    }
    if (byte !== separator || field >= 3) return false
    if (isDouble && !isHalf) return (isHalf = true)
    return endField()
  }
  /** Takes a run of digits at once, for speed; gives where it ends, or `at` where digits may not be. */
  const takeDigits = (bytes: Uint8Array, at: number): number => {
    if (isHalf || isReturned || isBad) return at
    let end = at
    let number = value
    let power = scale
    for (; end < bytes.length; end++) {
      const digit = bytes[end]! - ZERO
      if (digit < 0 || digit > 9) break
      number = number * 10 + digit
      power *= 10
    }
    value = number
    scale = power
    digits += end - at
    return end
  }
  const isBlank = () => field === 0 && digits === 0 && !isHalf && !isBad
  const endHeader = () => {
    const found = headerText!.replace(/\r$/, '').replace(BYTE_ORDER_MARK, '')
    headerText = null
    if (found !== header) {
      throw fail(file, 1, `the header is ${JSON.stringify(found.slice(0, 60))}; expected ${header!}`, {
        found,
      })
    }
  }

  const push = (bytes: Uint8Array) => {
    let start = 0
    const bad = () => badLine(join(begun, bytes.subarray(start)), line, delimiter, file)
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!
      if (headerText !== null) {
        if (byte !== LINE_FEED && headerText.length < MOST_LINE_BYTES) {
          headerText += String.fromCharCode(byte)
          continue
        }
        endHeader()
      } else if (byte === LINE_FEED && isBlank()) {
        blankLines++
      } else {
        if (blankLines > 0 && byte !== LINE_FEED && byte !== CARRIAGE_RETURN)
          throw badLine(new Uint8Array(0), line - blankLines, delimiter, file)
        const after = byte >= ZERO && byte <= NINE ? takeDigits(bytes, at) : at
        if (after > at) {
          at = after - 1
          continue
        }
        isBad ||= !take(byte)
        if (byte !== LINE_FEED) continue
        if (isBad) throw bad()
      }
      beginLine()
      start = at + 1
      if (begun.length > 0) begun = new Uint8Array(0)
    }
    begun = join(begun, bytes.subarray(start))
  }

  return {
    push,
    end() {
      if (headerText) endHeader()
      else if (!isBlank()) push(Uint8Array.of(LINE_FEED))
      if (rows === 0) {
        throw new OnecycleError('BAD_FILE', `${file} is empty; expected a line a rating`, { file })
      }
      return {
        user: columns.user.slice(0, rows),
        item: columns.item.slice(0, rows),
        rating: columns.rating.slice(0, rows),
        timestamp: columns.timestamp.slice(0, rows),
      }
    },
  }
}

/** Two pieces of a line as one; no more of it than an error needs. */
function join(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(Math.min(MOST_LINE_BYTES, a.length + b.length))
  both.set(a.subarray(0, both.length))
  both.set(b.subarray(0, both.length - a.length), a.length)
  return both
}

const fail = (file: string, line: number, message: string, data: Record<string, unknown>) =>
  new OnecycleError('BAD_FILE', `${file} line ${line}: ${message}`, { file, line, ...data })

/** Reads a line again, as text, to say what is wrong with it. */
function badLine(bytes: Uint8Array, line: number, delimiter: string, file: string): OnecycleError {
  const lineEnd = bytes.indexOf(LINE_FEED)
  const text = new TextDecoder().decode(bytes.subarray(0, lineEnd < 0 ? bytes.length : lineEnd))
  const fields = text.trim() === '' ? [] : text.replace(/\r$/, '').split(delimiter)
  if (fields.length !== FIELDS.length) {
    const separated = delimiter === '\t' ? 'tab-separated fields' : `fields separated by '${delimiter}'`
    const message = `expected 4 ${separated} (${FIELDS.join(', ')}), found ${fields.length}`
    return fail(file, line, message, { found: fields.length })
  }
  const wrong = Math.max(
    0,
    fields.findIndex((found, i) => !isReadable(found, i)),
  )
  const value = fields[wrong]!.slice(0, 60)
  const message = `${FIELDS[wrong]!} is ${JSON.stringify(value)}; expected ${EXPECTED[wrong]!}`
  return fail(file, line, message, { field: FIELDS[wrong], value })
}

function isReadable(text: string, field: number): boolean {
  const isNumber = field === RATING ? /^(\d+\.?\d*|\.\d+)$/.test(text) : /^\d+$/.test(text)
  return (
    isNumber && text.replace('.', '').length <= MOST_DIGITS && (field >= RATING || Number(text) <= LARGEST_ID)
  )
}
