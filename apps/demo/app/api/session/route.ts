import { cookies } from 'next/headers'
import { isSame, newSession, sessionCookie } from '../../../server/access.ts'
import { adminToken } from '../../../server/address.ts'
import { readBody } from '../../../server/api/body.ts'
import { backOf, toPage } from '../../../server/api/endpoint.ts'
import { problemOf } from '../../../server/api/problem.ts'
import { siteLog } from '../../../server/log.ts'

/** Signs in: whoever knows the token gets a cookie that says so. */
export async function POST(request: Request): Promise<Response> {
  try {
    const form = (await readBody(request)) as Readonly<Record<string, unknown>>
    const back = backOf(form['back'])
    const token = adminToken()
    const given = form['token']
    const who = { id: request.headers.get('x-request-id'), client: request.headers.get('x-forwarded-for') }
    if (token === null || typeof given !== 'string' || !isSame(given, token)) {
      siteLog().warn(who, 'signing in failed')
      return toPage(`${new URL(back, 'http://site').pathname}?problem=WRONG_TOKEN#sign-in`)
    }
    siteLog().info(who, 'signed in')
    const { value, seconds } = newSession(token)
    const secure = (request.headers.get('x-forwarded-proto') ?? new URL(request.url).protocol).startsWith(
      'https',
    )
    const jar = await cookies()
    jar.set(sessionCookie, value, { httpOnly: true, sameSite: 'lax', path: '/', maxAge: seconds, secure })
    return toPage(back)
  } catch (error) {
    return problemOf(error, request)
  }
}
