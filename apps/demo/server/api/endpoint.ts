import { OnecycleError } from '@onecycle/tensor-core'
import { z } from 'zod'
import { cookieOf, mayAdminister, sessionCookie, showsToken } from '../access.ts'
import { isSameOrigin } from '../same-origin.ts'
import { readBody } from './body.ts'
import { parseInput, problemOf } from './problem.ts'

/** One thing that can be asked of the API: what it takes and gives. The documentation is made from it. */
export interface Operation<Input extends z.ZodType = z.ZodType, Answer extends z.ZodType = z.ZodType> {
  readonly method: 'GET' | 'POST'
  /** With the names of its parameters in braces. */
  readonly path: string
  /** Parameters of path and query, or of path and body. */
  readonly input: Input
  /** What comes back; another type than JSON where it is a text. */
  readonly answer: Answer | string
  /** It changes something: for pages of this site, and for programs that show the token. */
  readonly changes?: boolean
}

interface Context {
  readonly params: Promise<Readonly<Record<string, string | string[] | undefined>>>
}

interface Answered {
  readonly answer: unknown
  readonly status?: number
  /** Where a page's form goes on to; default: to the page that it came from. */
  readonly page?: string
}

type Answer<Input extends z.ZodType> = (
  input: z.output<Input>,
  request: Request,
) => Promise<Answered | Response>

/** The route handler of an operation. What it throws becomes a problem. */
export const endpoint =
  <Input extends z.ZodType>(operation: Operation<Input>, answer: Answer<Input>) =>
  async (request: Request, context: Context): Promise<Response> => {
    let given: Record<string, unknown> = {}
    try {
      if (operation.changes) checkMayChange(request)
      given = await inputOf(operation, request)
      const { back, ...fields } = given
      const input = parseInput(operation.input, { ...fields, ...(await context.params) })
      const answered = await answer(input, request)
      if (answered instanceof Response) return answered
      if (operation.changes && wantsPage(request)) return toPage(answered.page ?? backOf(back))
      const init = { status: answered.status ?? 200, headers: { 'Cache-Control': 'no-store' } }
      return Response.json(answered.answer, init)
    } catch (error) {
      if (operation.changes && wantsPage(request) && OnecycleError.is(error)) return toPageWith(error, given)
      return problemOf(error, request)
    }
  }

/** @throws OnecycleError `FOREIGN_ORIGIN`, `NOT_SIGNED_IN` */
export function checkMayChange(request: Request): void {
  if (showsToken(request)) return // browsers do not send it by themselves
  if (!isSameOrigin(request)) {
    throw new OnecycleError(
      'FOREIGN_ORIGIN',
      'Origin must be this site; programs show ONECYCLE_ADMIN_TOKEN as "Authorization: Bearer …", or send Origin',
    )
  }
  if (!mayAdminister(cookieOf(request, sessionCookie))) {
    throw new OnecycleError(
      'NOT_SIGNED_IN',
      'this asks for ONECYCLE_ADMIN_TOKEN: sign in, or send it as a Bearer token',
    )
  }
}

async function inputOf({ method }: Operation, request: Request): Promise<Record<string, unknown>> {
  if (method === 'GET') return Object.fromEntries(new URL(request.url).searchParams)
  return parseInput(z.record(z.string(), z.unknown()), await readBody(request))
}

/** A plain form is answered with a page. */
const wantsPage = ({ headers }: Request) => headers.get('accept')?.includes('text/html') ?? false

/** The page that a form names to go back to, if it is one of this site. */
export function backOf(back: unknown): string {
  const base = 'http://site'
  if (typeof back !== 'string' || !URL.canParse(back, base)) return '/train'
  const { origin, pathname, search, hash } = new URL(back, base)
  return origin === base ? pathname + search + hash : '/train'
}

export const toPage = (location: string): Response =>
  new Response(null, { status: 303, headers: { Location: location, 'Cache-Control': 'no-store' } })

/** Back to the form, with what was typed into it and what is wrong. */
function toPageWith({ code }: OnecycleError, { back, ...fields }: Record<string, unknown>): Response {
  const page = new URL(backOf(back), 'http://site')
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') page.searchParams.set(name, value.slice(0, 40))
  }
  page.searchParams.set('problem', code)
  return toPage(page.pathname + page.search + page.hash)
}
