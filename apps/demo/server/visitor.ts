import { cookies, headers } from 'next/headers'
import { visitorKeyFile } from './home.ts'
import { once } from './once.ts'
import { newVisitor, sign, verify, visitorKey } from './visitor-id.ts'

const name = 'visitor'
const aYear = 365 * 24 * 60 * 60

const key = (): Buffer => once('visitor-key', () => visitorKey(visitorKeyFile()))

/** Who is asking: null for whoever has not rated yet. */
export const visitor = async (): Promise<string | null> => verify((await cookies()).get(name)?.value, key())

/** Who is asking, from now on known by a cookie. For server actions. */
export async function visitorToRemember(): Promise<string> {
  const known = (await visitor()) ?? newVisitor()
  const secure = (await headers()).get('x-forwarded-proto') === 'https'
  const options = { httpOnly: true, sameSite: 'lax', path: '/', maxAge: aYear, secure } as const
  ;(await cookies()).set(name, sign(known, key()), options)
  return known
}

/** Takes the cookie back. For server actions. */
export const forgetVisitor = async (): Promise<void> => void (await cookies()).delete(name)
