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

const axis = z.enum(['1', '2', '3']).transform(Number)

/** The components on the two axes, 1 to 3; what is not one of them is taken as if it were not there. */
export const parseAxes = (x: Parameter, y: Parameter): { readonly x: number; readonly y: number } => ({
  x: axis.catch(1).parse(x),
  y: axis.catch(2).parse(y),
})
