import {
  informativeItems,
  ratingBlock,
  type Movie,
  type MovieRatings,
  type RatingBlock,
  type RawId,
} from '@onecycle/collab'
import { searchable } from '../lib/film-title.ts'
import type { FilmQuery } from '../lib/query.ts'

export interface RatedFilm {
  readonly title: string
  readonly rating: number
}

/** How many gave so many stars. */
export interface HistogramBar {
  readonly stars: number
  readonly count: number
}

/** What the pages need of the ratings: films by title and number, and who rated what. */
export class Catalogue {
  readonly #ratings: MovieRatings['ratings']
  readonly #byTitle = new Map<RawId, Movie>()
  readonly #byId = new Map<number, Movie>()
  readonly #rowsOfUser = new Map<RawId, number[]>()
  readonly #rowsOfFilm = new Map<RawId, number[]>()
  #films: readonly Movie[] | undefined

  constructor({ ratings, movies }: MovieRatings) {
    this.#ratings = ratings
    for (const movie of movies) if (!this.#byTitle.has(movie.title)) this.#byTitle.set(movie.title, movie)
    // Films that share a title are one to the model: they have one page.
    for (const movie of movies) this.#byId.set(movie.id, this.#byTitle.get(movie.title)!)
    for (let row = 0; row < ratings.rating.length; row++) {
      addTo(this.#rowsOfUser, ratings.user[row]!, row)
      addTo(this.#rowsOfFilm, ratings.title?.[row] ?? ratings.item[row]!, row)
    }
  }

  film(title: RawId): Movie | undefined {
    return this.#byTitle.get(title)
  }

  filmOfId(id: number): Movie | undefined {
    return this.#byId.get(id)
  }

  /** All films that were rated, those first that tell most about whoever rates them. */
  get films(): readonly Movie[] {
    return (this.#films ??= informativeItems(this.#ratings, {
      item: 'title',
      n: this.#rowsOfFilm.size,
    }).flatMap(({ item }) => this.film(item) ?? []))
  }

  /** Films of a genre whose titles have all the words, in the order of {@link films}. */
  find({ text = '', genre }: FilmQuery): readonly Movie[] {
    const words = searchable(text).split(/\s+/).filter(Boolean)
    return this.films.filter(({ title, genres }) => {
      const own = searchable(title)
      return (genre === undefined || genres.includes(genre)) && words.every((word) => own.includes(word))
    })
  }

  /** The genres of the films, in the alphabet's order. */
  get genres(): readonly string[] {
    return [...new Set(this.films.flatMap(({ genres }) => genres))].sort()
  }

  /** A user's ratings, best first, the latest first among equals. */
  ratedBy(user: RawId): readonly RatedFilm[] {
    const { rating, timestamp, title } = this.#ratings
    const rows = [...(this.#rowsOfUser.get(user) ?? [])]
    rows.sort((a, b) => rating[b]! - rating[a]! || (timestamp?.[b] ?? 0) - (timestamp?.[a] ?? 0))
    return rows.map((row) => ({ title: title?.[row] ?? '', rating: rating[row]! }))
  }

  /** How many gave a film 1 to 5 stars. */
  histogram(title: RawId): readonly HistogramBar[] {
    const rows = this.#rowsOfFilm.get(title) ?? []
    return [1, 2, 3, 4, 5].map((stars) => ({
      stars,
      count: rows.filter((row) => Math.round(this.#ratings.rating[row]!) === stars).length,
    }))
  }

  /** What the most active users gave to the most rated films: the lesson's worksheet. */
  block(): RatingBlock {
    return ratingBlock(this.#ratings, { item: 'title' })
  }
}

function addTo(lists: Map<RawId, number[]>, key: RawId, row: number): void {
  const rows = lists.get(key)
  if (rows) rows.push(row)
  else lists.set(key, [row])
}
