import { parse, type CsvError } from 'csv-parse/sync'
import { OnecycleError } from '@onecycle/tensor-core'
import type { Movie } from '../ratings.ts'
import { yearOf } from './year-of.ts'

const HEADER = 'movieId,title,genres'
const NO_GENRES = '(no genres listed)'

/**
 * Reads movies.csv of MovieLens latest, 20M, 25M and 32M: `movieId,title,genres`, titles with a comma in
 * quotes, genres with `|` between them.
 *
 * @param file the name that errors give
 * @throws OnecycleError `BAD_FILE` naming the line, what was found and what was expected
 */
export function parseMoviesCsv(content: Uint8Array, file = 'movies.csv'): Movie[] {
  const [header, ...records] = readRecords(content, file)
  const found = header?.record.join(',') ?? ''
  if (found !== HEADER)
    throw bad(file, 1, `the header is ${JSON.stringify(found.slice(0, 60))}; expected ${HEADER}`)
  return moviesOf(
    records.map(({ record, info }) => ({ fields: record, line: info.lines })),
    file,
  )
}

/**
 * Reads movies.dat of MovieLens 1M (latin-1) and 10M (UTF-8): `id::title::genres`, genres with `|` between.
 *
 * @param file the name that errors give
 * @throws OnecycleError `BAD_FILE` naming the line, what was found and what was expected
 */
export function parseMoviesDat(content: Uint8Array, file = 'movies.dat'): Movie[] {
  const lines = decode(content).trimEnd().split(/\r?\n/)
  return moviesOf(
    lines.map((text, i) => ({ fields: text === '' ? [] : text.split('::'), line: i + 1 })),
    file,
  )
}

function readRecords(content: Uint8Array, file: string) {
  try {
    return parse(content, { bom: true, info: true, relax_column_count: true }) as unknown as {
      record: string[]
      info: { lines: number }
    }[]
  } catch (error) {
    const { message, lines } = error as CsvError & { lines?: number }
    throw bad(file, lines ?? 1, message, error)
  }
}

/** Text that is not UTF-8 is latin-1: nearly no latin-1 text with an accent is UTF-8 by accident. */
function decode(content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    return new TextDecoder('latin1').decode(content)
  }
}

function moviesOf(rows: readonly { fields: readonly string[]; line: number }[], file: string): Movie[] {
  if (rows.length === 0)
    throw new OnecycleError('BAD_FILE', `${file} is empty; expected a line a film`, { file })
  const lineOf = new Map<number, number>()
  return rows.map(({ fields, line }) => {
    const [id, title, genres] = fields as [string, string, string]
    if (fields.length !== 3)
      throw bad(file, line, `expected 3 fields (id, title, genres), found ${fields.length}`)
    if (!/^\d{1,15}$/.test(id))
      throw bad(file, line, `id is ${JSON.stringify(id.slice(0, 60))}; expected an integer`)
    if (title.trim() === '')
      throw bad(file, line, `title is ${JSON.stringify(title.slice(0, 60))}; expected some text`)
    const earlier = lineOf.get(Number(id))
    if (earlier !== undefined) throw bad(file, line, `film ${id} is already on line ${earlier}`)
    lineOf.set(Number(id), line)
    return {
      id: Number(id),
      title,
      year: yearOf(title),
      releaseDate: null,
      url: null,
      genres: genres === NO_GENRES || genres === '' ? [] : genres.split('|'),
    }
  })
}

const bad = (file: string, line: number, message: string, cause?: unknown) =>
  new OnecycleError('BAD_FILE', `${file} line ${line}: ${message}`, { file, line }, cause)
