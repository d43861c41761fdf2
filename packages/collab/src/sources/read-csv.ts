import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parse, type Parser } from 'csv-parse'
import { OnecycleError } from '@onecycle/tensor-core'
import {
  ratingCollector,
  type CollectOptions,
  type RatingCollector,
  type ReadRatings,
} from './rating-collector.ts'

/** A column: its name in the header, or its number from 0 in a file without a header. */
export type CsvColumn = string | number

export interface ReadCsvOptions extends CollectOptions {
  /** Default 'user'. Names need a header line; numbers say that there is none. */
  readonly user?: CsvColumn
  /** Default 'item'. */
  readonly item?: CsvColumn
  /** Default 'rating'. */
  readonly rating?: CsvColumn
  /** Seconds since 1970, or dates such as 2024-05-31T18:00:00Z. Default: none is read. */
  readonly timestamp?: CsvColumn
  /** Between two fields. Default ','. */
  readonly delimiter?: string
}

type Field = 'user' | 'item' | 'rating' | 'timestamp'
type Places = ReadonlyMap<Field, number>

// A quote that nobody closes makes one record of the rest of the file.
const MOST_RECORD_BYTES = 1_000_000
const READ_BYTES = 2 ** 18
const MOST_NAMES_SHOWN = 20

/**
 * Reads ratings from CSV (RFC 4180: fields with a delimiter, a quote or a line end stand in double quotes)
 * of any size, piece by piece. Ids that are plain integers throughout a column become numbers.
 *
 * @param source a path, or a stream of bytes or text
 * @example const { ratings } = await readCsv('ratings.csv', { user: 'userId', item: 'movieId', rating: 'rating' })
 * @throws OnecycleError `BAD_RATINGS` naming file, line, value and expectation of the first bad row, and how many
 * there are; `BAD_FILE` when there is no such file or column, or a quote is not closed (then nobody can say
 * where the next row begins, so this is no matter of `onBadRow`)
 */
export async function readCsv(
  source: string | Readable | AsyncIterable<Uint8Array | string>,
  options: ReadCsvOptions = {},
): Promise<ReadRatings> {
  const name = typeof source === 'string' ? source : 'the stream'
  const columns = columnsOf(options)
  const collector = ratingCollector(
    { name: basename(name), unit: 'line', isText: true, hasTimestamp: options.timestamp !== undefined },
    options,
  )
  const hasHeader = columns.some(([, column]) => typeof column === 'string')
  let places: Places | null = hasHeader ? null : new Map(columns as [Field, number][])

  const parser: Parser = parse({
    bom: true,
    delimiter: options.delimiter ?? ',',
    max_record_size: MOST_RECORD_BYTES,
    relax_column_count: true,
    skip_empty_lines: true,
    // Nothing is kept: what this returns would be queued as an object a row.
    on_record(fields: string[], { lines }) {
      if (!places) places = placesOf(columns, fields, name)
      else addRecord(fields, places, lines, collector)
      return null
    },
  })
  const input = typeof source === 'string' ? createReadStream(source, { highWaterMark: READ_BYTES }) : source
  try {
    await pipeline(input, parser, drain)
  } catch (error) {
    if (OnecycleError.is(error)) throw error
    const { code, message } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'there is no such file' : message
    throw new OnecycleError('BAD_FILE', `cannot read ${name}: ${why}`, { file: name, code }, error)
  }
  return collector.end()
}

async function drain(parser: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of parser);
}

function columnsOf(options: ReadCsvOptions): [Field, CsvColumn][] {
  const { user = 'user', item = 'item', rating = 'rating', timestamp } = options
  const columns: [Field, CsvColumn][] = [['user', user], ['item', item], ['rating', rating]] // prettier-ignore
  if (timestamp !== undefined) columns.push(['timestamp', timestamp])
  const numbers = columns.filter(([, column]) => Number.isInteger(column) && (column as number) >= 0)
  const names = columns.filter(([, column]) => typeof column === 'string')
  if (numbers.length === columns.length || names.length === columns.length) return columns
  const given = columns.map(([field, column]) => `${field}: ${JSON.stringify(column)}`).join(', ')
  throw new OnecycleError(
    'BAD_OPTION',
    `the columns are ${given}; expected names for all of them (a file with a header), or numbers from 0 (one without)`,
    Object.fromEntries(columns),
  )
}

function placesOf(columns: readonly [Field, CsvColumn][], header: readonly string[], file: string): Places {
  const names = header.map((name) => name.trim())
  return new Map(
    columns.map(([field, column]) => {
      const place = names.indexOf(column as string)
      if (place >= 0) return [field, place]
      const shown = names.slice(0, MOST_NAMES_SHOWN).map((name) => JSON.stringify(name.slice(0, 60)))
      const found = shown.join(', ') + (names.length > MOST_NAMES_SHOWN ? ', ...' : '')
      throw new OnecycleError(
        'BAD_FILE',
        `${file} has no column ${JSON.stringify(column)} for the ${field}; its first line has ${found} ` +
          '(name the columns and the delimiter; where there is no header, give numbers from 0)',
        { file, column, header },
      )
    }),
  )
}

function addRecord(
  record: readonly string[],
  places: Places,
  line: number,
  collector: RatingCollector,
): void {
  const at = (field: Field) => {
    const place = places.get(field)
    return place === undefined ? undefined : record[place]
  }
  const row = { user: at('user'), item: at('item'), rating: at('rating') }
  // A line without the field is a bad one; undefined would say that the file has no timestamps.
  collector.add(places.has('timestamp') ? { ...row, timestamp: at('timestamp') ?? '' } : row, line)
}
