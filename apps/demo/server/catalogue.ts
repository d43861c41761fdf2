import type { Movie, MovieRatings, RawId } from '@onecycle/collab'

export interface RatedFilm {
  readonly title: string
  readonly rating: number
}

/** What the pages need of the ratings: films by title, and who rated what. */
export class Catalogue {
  readonly #ratings: MovieRatings['ratings']
  readonly #films = new Map<RawId, Movie>()
  readonly #rowsOf = new Map<RawId, number[]>()

  constructor({ ratings, movies }: MovieRatings) {
    this.#ratings = ratings
    for (const movie of movies) if (!this.#films.has(movie.title)) this.#films.set(movie.title, movie)
    for (let row = 0; row < ratings.rating.length; row++) {
      const user = ratings.user[row]!
      const rows = this.#rowsOf.get(user)
      if (rows) rows.push(row)
      else this.#rowsOf.set(user, [row])
    }
  }

  film(title: RawId): Movie | undefined {
    return this.#films.get(title)
  }

  /** A user's ratings, best first, the latest first among equals. */
  ratedBy(user: RawId): readonly RatedFilm[] {
    const { rating, timestamp, title } = this.#ratings
    const rows = [...(this.#rowsOf.get(user) ?? [])]
    rows.sort((a, b) => rating[b]! - rating[a]! || (timestamp?.[b] ?? 0) - (timestamp?.[a] ?? 0))
    return rows.map((row) => ({ title: title?.[row] ?? '', rating: rating[row]! }))
  }
}
