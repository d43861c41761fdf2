import { cookies } from 'next/headers'
import { mayAdminister, sessionCookie } from './access.ts'
import { adminToken } from './address.ts'

/** Whether the visitor of a page may train, promote and roll back, and whether that took signing in. */
export async function mayChange(): Promise<{ readonly allowed: boolean; readonly signedIn: boolean }> {
  const allowed = mayAdminister((await cookies()).get(sessionCookie)?.value)
  return { allowed, signedIn: allowed && adminToken() !== null }
}
