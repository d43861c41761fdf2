import type { Route } from 'next'
import { z } from 'zod'

type Parameter = string | string[] | undefined

/** What Next hands a page. */
export type SearchParams = Promise<Record<string, Parameter>>

const wholeNumber = z
  .string()
  .trim()
  .regex(/^\d{1,9}$/)
  .transform(Number)

/** What a person typed as a user number. */
export type UserQuery =
  | { readonly kind: 'none' }
  | { readonly kind: 'invalid'; readonly text: string }
  | { readonly kind: 'user'; readonly user: number }

export function parseUser(parameter: Parameter): UserQuery {
  if (parameter === undefined || parameter === '') return { kind: 'none' }
  const { success, data } = wholeNumber.safeParse(parameter)
  return success ? { kind: 'user', user: data } : { kind: 'invalid', text: String(parameter).slice(0, 40) }
}

/** Which films to show. */
export interface FilmQuery {
  readonly text?: string | undefined
  readonly genre?: string | undefined
  /** From 1; the first one with something to do where there is none. */
  readonly page?: number | undefined
}

const pageNumber = z.coerce.number().int().min(1).max(10_000)
const words = z.string().trim().min(1).max(100)

/** Parts that are not as they should be are taken as if they were not there. */
export function parseFilmQuery(
  { q, genre, page }: Awaited<SearchParams>,
  genres: readonly string[],
): FilmQuery {
  return {
    text: words.optional().catch(undefined).parse(q),
    genre: genres.find((name) => name === genre),
    page: pageNumber.optional().catch(undefined).parse(page),
  }
}

/** The address of what {@link parseFilmQuery} reads. */
export function pathOfFilmQuery({ text, genre, page }: FilmQuery): Route {
  const parameters = new URLSearchParams()
  if (text !== undefined) parameters.set('q', text)
  if (genre !== undefined) parameters.set('genre', genre)
  if (page !== undefined) parameters.set('page', String(page))
  const query = parameters.toString()
  return (query === '' ? '/rate' : `/rate?${query}`) as Route
}

/** What somebody looks for; nothing where it is no text of a sensible length. */
export const parseWords = (parameter: Parameter): string => words.catch('').parse(parameter)

/** A number of ratings from 1 to `most`; null where it is not one. */
export const parseMinimum = (parameter: Parameter, most: number): number | null =>
  wholeNumber.pipe(z.int().min(1).max(most)).nullable().catch(null).parse(parameter)
