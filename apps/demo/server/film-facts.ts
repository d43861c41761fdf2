import type { Movie } from '@onecycle/collab'
import { filmPlaces } from './film-map.ts'
import type { Served } from './served.ts'

/** Of films with fewer ratings little was learned: no film is held against them. */
export const fewestRatings = 20

const alike = 8

/** What the model knows of a film; null where none of its ratings was among those it learned from. */
export function learnedOf(model: Served, { title }: Movie) {
  const { recommender } = model
  if (!recommender.items.has(title)) return null
  const films = filmPlaces(model)
  const place = films.findIndex((film) => film.title === title)
  const { counts } = recommender.items
  return {
    bias: recommender.bias([title]).values[0]!,
    higherThan: recommender.biasPercentile(title, { minRatings: fewestRatings }),
    comparedFilms: counts.filter((count, index) => index > 0 && count >= fewestRatings).length,
    factors: recommender.weight([title]).values.data,
    similar: recommender.similarItems(title, { n: alike, minRatings: fewestRatings }),
    map: { films: films.map((film) => film.place), place: films[place]?.place ?? null },
  }
}

export type LearnedFilm = NonNullable<ReturnType<typeof learnedOf>>
