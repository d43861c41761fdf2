import { cookies } from 'next/headers'
import { sessionCookie } from '../../../../server/access.ts'
import { toPage } from '../../../../server/api/endpoint.ts'

/** Signs out. */
export async function POST(): Promise<Response> {
  ;(await cookies()).delete(sessionCookie)
  return toPage('/train')
}
