import { OnecycleError } from '@onecycle/tensor-core'
import type { Movie } from '../ratings.ts'
import { yearOf } from './year-of.ts'

/** MovieLens 100K's genres in the order of u.item's flags (u.genre has the same list). */
export const GENRES = [
  'unknown',
  'Action',
  'Adventure',
  'Animation',
  "Children's",
  'Comedy',
  'Crime',
  'Documentary',
  'Drama',
  'Fantasy',
  'Film-Noir',
  'Horror',
  'Musical',
  'Mystery',
  'Romance',
  'Sci-Fi',
  'Thriller',
  'War',
  'Western',
] as const

// id, title, release date, video release date (always empty), url
const FIELDS_BEFORE_GENRES = 5
const FIELDS = FIELDS_BEFORE_GENRES + GENRES.length

/**
 * Reads u.item: a line a film, `id|title|release date|video release date|url` and 19 genre flags. Titles
 * stay exactly as the file has them (a few end in a space), so that they compare equal with other readers'.
 *
 * @param content bytes in latin-1, as GroupLens publishes them, or text
 * @param file the name that errors give
 * @throws OnecycleError `BAD_FILE` naming the line, what was found and what was expected
 */
export function parseItems(content: Uint8Array | string, file = 'u.item'): Movie[] {
  const text = typeof content === 'string' ? content : new TextDecoder('latin1').decode(content)
  const lines = text.trimEnd().split(/\r?\n/)
  if (text.trim() === '')
    throw new OnecycleError('BAD_FILE', `${file} is empty; expected a line a film`, { file })
  const lineOf = new Map<number, number>()
  return lines.map((line, i) => {
    const fail = (message: string, data: Record<string, unknown> = {}) =>
      new OnecycleError('BAD_FILE', `${file} line ${i + 1}: ${message}`, { file, line: i + 1, ...data })
    const movie = parseMovie(line.split('|'), fail)
    const earlier = lineOf.get(movie.id)
    if (earlier !== undefined) throw fail(`film ${movie.id} is already on line ${earlier}`, { id: movie.id })
    lineOf.set(movie.id, i + 1)
    return movie
  })
}

type Fail = (message: string, data: Record<string, unknown>) => OnecycleError

function parseMovie(fields: readonly string[], fail: Fail): Movie {
  if (fields.length !== FIELDS) {
    const message = `expected ${FIELDS} fields separated by '|' (id, title, release date, video release date, url, 19 genre flags), found ${fields.length}`
    throw fail(message, { found: fields.length })
  }
  const [id, title, releaseDate, , url] = fields as [string, string, string, string, string]
  if (!/^\d{1,15}$/.test(id))
    throw fail(`id is ${JSON.stringify(id.slice(0, 60))}; expected an integer`, { value: id })
  if (title.trim() === '')
    throw fail(`title is ${JSON.stringify(title.slice(0, 60))}; expected some text`, { value: title })
  return {
    id: Number(id),
    title,
    year: yearOf(title),
    releaseDate: releaseDate || null,
    url: url || null,
    genres: GENRES.filter((genre, i) => {
      const flag = fields[FIELDS_BEFORE_GENRES + i]
      if (flag === '0' || flag === '1') return flag === '1'
      throw fail(`the flag of genre ${genre} is ${JSON.stringify(flag?.slice(0, 60))}; expected 0 or 1`, {
        genre,
        value: flag,
      })
    }),
  }
}
