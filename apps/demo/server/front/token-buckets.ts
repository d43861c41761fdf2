export interface TokenBucketsOptions {
  /** How many requests may come at once. */
  readonly burst: number
  /** How many come back a second. */
  readonly perSecond: number
  /** How many clients are remembered; the one that was quiet for longest is forgotten first. Default 10,000. */
  readonly clients?: number
  /** Milliseconds that only go forward. */
  readonly now?: () => number
}

/** Rate limits: a bucket of tokens for each client, in bounded memory. */
export class TokenBuckets {
  readonly #options: Required<TokenBucketsOptions>
  /** The one that took last is last. */
  readonly #buckets = new Map<string, { tokens: number; at: number }>()

  constructor(options: TokenBucketsOptions) {
    this.#options = { clients: 10_000, now: () => performance.now(), ...options }
  }

  /** How many clients are remembered. */
  get size(): number {
    return this.#buckets.size
  }

  /** Takes a token of a client. @returns 0, or after how many seconds there is one again */
  take(client: string): number {
    const { burst, perSecond, clients, now } = this.#options
    const at = now()
    const known = this.#buckets.get(client)
    const tokens = known ? Math.min(burst, known.tokens + ((at - known.at) / 1000) * perSecond) : burst
    this.#buckets.delete(client)
    this.#buckets.set(client, { tokens: tokens >= 1 ? tokens - 1 : tokens, at })
    if (this.#buckets.size > clients) this.#buckets.delete(this.#buckets.keys().next().value!)
    return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / perSecond)
  }
}
