import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { adminToken } from './address.ts'

/** The cookie of those who have signed in: until when, and a signature of that by the token. */
export const sessionCookie = 'onecycle_admin'

/** How long one stays signed in, in milliseconds. */
const sessionLength = 12 * 60 * 60 * 1000

/** Compares in a time that tells nothing of where they differ. */
export const isSame = (a: string, b: string): boolean => {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

const sign = (until: string, token: string) =>
  createHmac('sha256', token).update(`administrator until ${until}`).digest('base64url')

/** The value of a session's cookie. */
export function newSession(
  token: string,
  now = Date.now(),
): { readonly value: string; readonly seconds: number } {
  const until = String(now + sessionLength)
  return { value: `${until}.${sign(until, token)}`, seconds: sessionLength / 1000 }
}

const isSession = (value: string, token: string, now: number): boolean => {
  const [until = '', signature = ''] = value.split('.')
  return isSame(signature, sign(until, token)) && Number(until) > now
}

/** Whether a request shows the token itself, as programs do. */
export function showsToken({ headers }: Pick<Request, 'headers'>, token = adminToken()): boolean {
  const shown = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1]
  return token !== null && shown !== undefined && isSame(shown, token)
}

/** Whether a cookie lets its bearer train, promote and roll back. Where no token is set, everyone may. */
export const mayAdminister = (session: string | undefined, token = adminToken(), now = Date.now()): boolean =>
  token === null || (session !== undefined && isSession(session, token, now))

/** A cookie's value in a request. */
export const cookieOf = ({ headers }: Pick<Request, 'headers'>, name: string): string | undefined =>
  headers
    .get('cookie')
    ?.split('; ')
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)
