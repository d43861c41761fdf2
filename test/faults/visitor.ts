/** What the site answered instead of doing what it was asked for. */
export class Refusal extends Error {}

/** Someone who rates films in a browser without JavaScript: with plain forms. */
export class Visitor {
  #cookie = ''

  /** The films of the first page, and what this visitor gave to each: half a star to five, or null. */
  async ratings(address: string): Promise<Map<number, number | null>> {
    const forms = (await this.#page(address)).split('<form class="star-rating"').slice(1)
    return new Map(
      forms.map((form) => {
        const film = Number(/name="film" value="(\d+)"/.exec(form)![1])
        const checked = /<input type="radio"[^>]*checked=""[^>]*>/.exec(form)?.[0]
        return [film, checked === undefined ? null : Number(/value="([\d.]+)"/.exec(checked)![1])]
      }),
    )
  }

  /** Rates a film. What came back is an acknowledgement; where none does this throws. */
  async rate(address: string, film: number, rating: number): Promise<void> {
    const action = /<form class="star-rating".*?name="(\$ACTION_ID_\w+)"/.exec(await this.#page(address))![1]!
    const body = new FormData()
    const fields = { [action]: '', film: String(film), back: '/rate', rating: String(rating) }
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    const headers = { cookie: this.#cookie, origin: address }
    const response = await fetch(`${address}/rate`, { method: 'POST', headers, body, redirect: 'manual' })
    await response.text().catch(() => undefined) // the status was the acknowledgement
    const to = response.headers.get('location')
    if (response.status !== 303 || to?.includes('refused'))
      throw new Refusal(`a rating was answered with ${response.status}, ${to}`)
    const set = response.headers.getSetCookie().find((cookie) => cookie.startsWith('visitor='))
    if (set) this.#cookie = set.split(';')[0]!
  }

  async #page(address: string): Promise<string> {
    const response = await fetch(`${address}/rate?page=1`, { headers: { cookie: this.#cookie } })
    if (!response.ok) throw new Refusal(`/rate was answered with ${response.status}`)
    return response.text()
  }
}
