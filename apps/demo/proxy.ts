import { randomBytes } from 'node:crypto'
import { NextResponse, type NextRequest } from 'next/server'
import { adminToken, isLoopback } from './server/address.ts'
import { isForeign, isSameOrigin } from './server/same-origin.ts'

/** Runs before every request: refuses what must not come in, and says what a page may load. */
export function proxy(request: NextRequest): NextResponse {
  const host = request.headers.get('host') ?? ''
  // Without a token everyone who gets here may train. A name that is not this machine's is another site's,
  // which its owner points here (DNS rebinding), or a proxy's that lets strangers in.
  if (
    adminToken() === null &&
    !(URL.canParse(`http://${host}`) && isLoopback(new URL(`http://${host}`).hostname))
  ) {
    return refuse(421, 'WRONG_HOST', `Host is "${host}"; to serve under that name, set ONECYCLE_ADMIN_TOKEN`)
  }
  // Programs ask the API without Origin; where that changes something it asks for more (endpoint.ts). A page's
  // forms, signing in and out among them, come from browsers, which name it.
  const path = request.nextUrl.pathname
  const isForPrograms = path.startsWith('/api/') && !path.startsWith('/api/session')
  const isTrusted = isForPrograms ? !isForeign(request) : isSameOrigin(request)
  if (!['GET', 'HEAD'].includes(request.method) && !isTrusted) {
    return refuse(403, 'FOREIGN_ORIGIN', 'Origin must be this site')
  }
  const nonce = randomBytes(16).toString('base64')
  const policy = contentSecurityPolicy(nonce)
  const headers = new Headers(request.headers)
  headers.set('Content-Security-Policy', policy) // Next reads the nonce from it
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  return response
}

const contentSecurityPolicy = (nonce: string) =>
  [
    "default-src 'self'",
    // React's development build evaluates code to make its stack traces.
    `script-src 'nonce-${nonce}' 'strict-dynamic'${process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : ''}`,
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

const refuse = (status: 403 | 421, code: string, detail: string) =>
  NextResponse.json(
    {
      type: 'about:blank',
      title: status === 403 ? 'Forbidden' : 'Misdirected Request',
      status,
      detail,
      code,
    },
    { status, headers: { 'Content-Type': 'application/problem+json' } },
  )

export const config = { matcher: '/((?!_next/static/).*)' }
