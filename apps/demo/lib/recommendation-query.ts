import { z } from 'zod'
import { parseUser, type SearchParams, type UserQuery } from './query.ts'

/** How many ratings a film needs, from anything to the very well known. */
export const popularSteps = [0, 10, 20, 50, 100, 200] as const
const usual = 2

/** How many ratings a film needs where nothing else is asked for: of others little was learned. */
export const usualMinimum = popularSteps[usual]

/** For whom, and which films. */
export interface RecommendationQuery {
  readonly user: UserQuery
  readonly genre: string | undefined
  /** First and last year, inclusive. */
  readonly from: number | undefined
  readonly to: number | undefined
  /** A place in {@link popularSteps}. */
  readonly popular: number
  /** Whether a year was written that is none. */
  readonly badYears: boolean
}

const year = z
  .string()
  .trim()
  .regex(/^(\d{4})?$/)
  .transform((text) => (text === '' ? undefined : Number(text)))
  .optional()

const popular = z.coerce
  .number()
  .int()
  .min(0)
  .max(popularSteps.length - 1)
  .default(usual)
  .catch(usual)

/** What is not as it should be is taken as if it were not there. */
export function parseRecommendationQuery(
  parameters: Awaited<SearchParams>,
  genres: readonly string[],
): RecommendationQuery {
  const [from, to] = [year.safeParse(parameters['from']), year.safeParse(parameters['to'])]
  return {
    user: parseUser(parameters['user']),
    genre: genres.find((name) => name === parameters['genre']),
    from: from.data,
    to: to.data,
    popular: popular.parse(parameters['popular']),
    badYears: !from.success || !to.success,
  }
}
