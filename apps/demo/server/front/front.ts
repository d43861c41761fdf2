import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import { showsToken } from '../access.ts'
import { isLoopback } from '../address.ts'
import { clientOf } from './client.ts'
import { bodyLimit, OpenStreams, rateLimits, streamsOfClient } from './limits.ts'
import type { Metrics } from './metrics.ts'
import { requestId } from './request-id.ts'

export interface FrontOptions {
  /** The site behind it. */
  readonly site: (request: IncomingMessage, response: ServerResponse) => Promise<void>
  readonly log: Logger
  readonly metrics: Metrics
  /** See {@link clientOf}. */
  readonly behindProxy: boolean
  /** The site's token. Where there is none only this machine can ask, and nothing is limited by client. */
  readonly token: string | null
}

/** What stands between the net and the site: counts, limits, logs, and gives figures. */
export function front({
  site,
  log,
  metrics,
  behindProxy,
  token,
}: FrontOptions): Server & { endStreams(): void } {
  const secondsToWait = rateLimits(token)
  const streams = new OpenStreams(token === null ? Infinity : streamsOfClient)
  const openStreams = new Set<ServerResponse>()

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const began = performance.now()
    const id = requestId(request.headers['x-request-id'])
    const client = clientOf(request, behindProxy)
    const path = (request.url ?? '/').split('?', 1)[0]!
    const method = methodOf(request)
    request.headers['x-request-id'] = id
    request.headers['x-forwarded-for'] = client
    response.setHeader('X-Request-Id', id)
    response.setHeaders(headersOfAll)
    const isStream = /^\/api\/runs\/[^/]+\/events$/.test(path)
    response.once('close', () => {
      const seconds = (performance.now() - began) / 1000
      const { statusCode: status } = response
      if (!isStream) metrics.answered(method, status, seconds)
      const level = status >= 500 ? 'error' : 'info'
      log[level]({ id, client, method, path, status, ms: Math.round(seconds * 1000) }, 'request')
    })

    if (path === '/metrics') return tellMetrics(request, response, metrics, token)
    const headers = new Headers()
    if (request.headers.authorization) headers.set('authorization', request.headers.authorization)
    const wait = secondsToWait({ method, path, client, headers })
    if (wait > 0) {
      refuse(response, 429, 'TOO_MANY_REQUESTS', `too many requests: try again in ${wait} s`, wait)
      return
    }
    if (Number(request.headers['content-length'] ?? 0) > bodyLimit) {
      response.setHeader('Connection', 'close')
      refuse(response, 413, 'BODY_TOO_LARGE', `the body has more than ${bodyLimit} bytes`)
      return
    }
    if (isStream) {
      if (!streams.open(client)) {
        const message = `${streamsOfClient} streams of events are open from ${client}, as many as there may be`
        refuse(response, 429, 'TOO_MANY_STREAMS', message, 5)
        return
      }
      openStreams.add(response)
      response.once('close', () => {
        streams.close(client)
        openStreams.delete(response)
      })
    }
    await site(request, response)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      log.error({ err: error }, 'a request could not be answered')
      response.destroy()
    })
  })
  server.requestTimeout = 30_000
  server.headersTimeout = 10_000
  return Object.assign(server, {
    endStreams: () => {
      for (const response of openStreams) response.destroy()
    },
  })
}

/** What every answer says to a browser. Where it is a page, the policy is replaced by one for that page: see proxy.ts. */
const headersOfAll = new Headers({
  'Content-Security-Policy': "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
})

/** Of those that there are: what is counted must not grow with what is invented. */
const methodOf = ({ method = '' }: IncomingMessage) =>
  ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].includes(method) ? method : 'OTHER'

/** For whoever shows the token, and for programs of this machine; a proxy on it speaks for others. */
async function tellMetrics(
  { headers, socket }: IncomingMessage,
  response: ServerResponse,
  metrics: Metrics,
  token: string | null,
): Promise<void> {
  const host = `http://${headers.host ?? ''}`
  const isLocal =
    isLoopback((socket.remoteAddress ?? '').replace(/^::ffff:/, '')) &&
    URL.canParse(host) &&
    isLoopback(new URL(host).hostname)
  const shown = new Headers(headers.authorization ? { authorization: headers.authorization } : {})
  if (!isLocal && !showsToken({ headers: shown }, token)) {
    refuse(response, 404, 'NOT_FOUND', 'there is nothing here')
    return
  }
  const text = await metrics.text()
  response.writeHead(200, {
    'Content-Type': 'text/plain; version=0.0.4; charset=utf-8',
    'Cache-Control': 'no-store',
  })
  response.end(text)
}

const titles = { 404: 'Not Found', 413: 'Content Too Large', 429: 'Too Many Requests' } as const

function refuse(
  response: ServerResponse,
  status: keyof typeof titles,
  code: string,
  detail: string,
  retryAfter?: number,
): void {
  const headers = { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' }
  response.writeHead(status, retryAfter ? { ...headers, 'Retry-After': String(retryAfter) } : headers)
  response.end(JSON.stringify({ type: 'about:blank', title: titles[status], status, detail, code }))
}
