import { ratingsReader, type MovieLensColumns } from './ratings-reader.ts'

/**
 * Reads u.data: a line a rating, four tab-separated fields, no header.
 *
 * @param file the name that errors give
 * @throws OnecycleError `BAD_FILE` naming the line, what was found and what was expected
 */
export function parseRatings(content: Uint8Array | string, file = 'u.data'): MovieLensColumns {
  const reader = ratingsReader(file, { delimiter: '\t' })
  reader.push(typeof content === 'string' ? new TextEncoder().encode(content) : content)
  return reader.end()
}
