import { showsToken } from '../access.ts'
import { TokenBuckets } from './token-buckets.ts'

/** How many streams of events one client may have open. The site as a whole has a limit of its own. */
export const streamsOfClient = 8

/** The most that a request may say it sends, in bytes; what says nothing is cut off where it is read. */
export const bodyLimit = 64 * 1024

export interface Asked {
  readonly method: string
  /** Without its query. */
  readonly path: string
  readonly client: string
  readonly headers: Headers
}

/**
 * What a client may ask for in a time. Without a token the site answers this machine only, and nothing is
 * counted; whoever shows the token is not counted either.
 *
 * @returns asks for a request: 0 where it may pass, else after how many seconds it may
 */
export function rateLimits(token: string | null): (asked: Asked) => number {
  if (token === null) return () => 0
  const signIn = new TokenBuckets({ burst: 10, perSecond: 1 / 6 })
  const change = new TokenBuckets({ burst: 60, perSecond: 2 })
  const read = new TokenBuckets({ burst: 200, perSecond: 20 })
  return ({ method, path, client, headers }) => {
    if (path.startsWith('/_next/static/') || path === '/healthz' || showsToken({ headers }, token)) return 0
    // A wrong token is an attempt to sign in.
    if (path === '/api/session' || headers.has('authorization')) return signIn.take(client)
    return (method === 'GET' || method === 'HEAD' ? read : change).take(client)
  }
}

/** Counts what is open at a time, by client. */
export class OpenStreams {
  readonly #open = new Map<string, number>()
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  /** @returns whether one more may be open; if so, it counts until `close` */
  open(client: string): boolean {
    const count = this.#open.get(client) ?? 0
    if (count >= this.#limit) return false
    this.#open.set(client, count + 1)
    return true
  }

  close(client: string): void {
    const count = this.#open.get(client) ?? 0
    if (count > 1) this.#open.set(client, count - 1)
    else this.#open.delete(client)
  }
}
