import type { MeasuredSite } from './site.ts'

/** What a visitor's browser keeps, and what the site has acknowledged: film by film, the stars last given. */
interface Visitor {
  cookie: string
  readonly acknowledged: Map<string, number>
}

/** Films of the first page of `/rate`, and the hidden field that names the form's server action. */
interface RatingForm {
  readonly action: string
  readonly films: readonly string[]
}

/**
 * Several visitors who rate by the form of `/rate`, as a browser without JavaScript does, and remember what the
 * site acknowledged. A visitor sends one rating at a time, so what came last is known.
 */
export class RatingVisitors {
  readonly #site: MeasuredSite
  readonly #visitors: readonly Visitor[]
  readonly #form: RatingForm
  readonly statuses = new Map<string, number>()
  #sent = 0

  private constructor(site: MeasuredSite, form: RatingForm, count: number) {
    this.#site = site
    this.#form = form
    this.#visitors = Array.from({ length: count }, () => ({ cookie: '', acknowledged: new Map() }))
  }

  static async of(site: MeasuredSite, count: number): Promise<RatingVisitors> {
    return new RatingVisitors(site, await readForm(site), count)
  }

  /** How many ratings are acknowledged, each film of a visitor once. */
  get acknowledged(): number {
    return this.#visitors.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0)
  }

  /** Each visitor rates at this rate until the signal comes. */
  async rateUntil(signal: AbortSignal, millisecondsEach: number): Promise<void> {
    await Promise.all(
      this.#visitors.map(async (visitor) => {
        while (!signal.aborted) {
          const next = performance.now() + millisecondsEach
          await this.#rate(visitor)
          await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - performance.now())))
        }
      }),
    )
  }

  /** Reads the ratings back. @returns how many of the acknowledged ones are missing or other than given */
  async lost(): Promise<number> {
    let lost = 0
    for (const { cookie, acknowledged } of this.#visitors) {
      if (acknowledged.size === 0) continue
      const response = await fetch(`${this.#site.address}/rate/export`, { headers: { cookie } })
      if (!response.ok) throw new Error(`/rate/export answered ${response.status}`)
      const { ratings } = (await response.json()) as { ratings: { title: string; rating?: number }[] }
      // The form knows numbers, the export titles: as many, with the same stars.
      const left = ratings.map(({ rating }) => rating)
      for (const stars of acknowledged.values()) {
        const at = left.indexOf(stars)
        if (at < 0) lost++
        else left.splice(at, 1)
      }
    }
    return lost
  }

  async #rate(visitor: Visitor): Promise<void> {
    const { action, films } = this.#form
    const film = films[this.#sent % films.length]!
    const stars = 0.5 + 0.5 * (Math.floor(this.#sent++ / films.length) % 10)
    const body = new FormData()
    for (const [name, value] of [
      [action, ''],
      ['film', film],
      ['rating', String(stars)],
      ['back', '/rate'],
    ])
      body.set(name!, value!)
    const { address } = this.#site
    const headers = { origin: address, cookie: visitor.cookie }
    const response = await fetch(`${address}/rate`, {
      method: 'POST',
      body,
      headers,
      redirect: 'manual',
    }).catch(() => null)
    await response?.arrayBuffer()
    // What the store refuses leads back to the page, too, which says so.
    const isRefused = response?.headers.get('location')?.includes('refused') ?? false
    const status = isRefused ? 'refused' : String(response?.status ?? 'no answer')
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1)
    if (!response || status !== '303') {
      visitor.acknowledged.delete(film) // nobody knows which of the two is there
      return
    }
    visitor.cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? visitor.cookie
    visitor.acknowledged.set(film, stars)
  }
}

async function readForm({ address }: MeasuredSite): Promise<RatingForm> {
  const page = await (await fetch(`${address}/rate`)).text()
  const action = /name="(\$ACTION_ID_[0-9a-f]+)"[^>]*><input type="hidden" name="film"/.exec(page)?.[1]
  const films = [...page.matchAll(/name="film" value="(\d+)"/g)].map(([, film]) => film!)
  if (!action || films.length === 0) throw new Error('/rate has no form of ratings')
  return { action, films: [...new Set(films)] }
}
