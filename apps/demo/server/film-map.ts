import { pca } from '@onecycle/tensor-core/pca'
import { componentsShown, type MappedFilm } from '../lib/film-map.ts'
import { perModel } from './per-model.ts'

/** The lesson looks at the films with the most ratings: of the others little was learned. */
const filmsLookedAt = 1000

export interface FilmMap {
  /** The most rated first. */
  readonly films: readonly MappedFilm[]
  /** Share of the variance of the factors on each component. */
  readonly explained: readonly number[]
}

/** The factors of the most rated films on their principal components, and what else is known of the films. */
export const filmMap = perModel(({ recommender, catalogue }): FilmMap => {
  const { items } = recommender
  const titles = recommender.mostRated(filmsLookedAt)
  const k = Math.min(componentsShown, recommender.nFactors)
  const { projected, explainedVarianceRatio } = pca(recommender.weight(titles).values, k)
  const biases = recommender.bias(titles).values
  return {
    films: titles.map((title, i) => {
      const film = catalogue.film(title)
      return {
        title: String(title),
        year: film?.year ?? null,
        genres: film?.genres ?? [],
        ratings: items.counts[items.indexOf(title)]!,
        mean: rounded(items.meanRating(title)),
        bias: rounded(biases[i]!),
        place: Array.from(projected.data.subarray(i * k, (i + 1) * k), rounded),
      }
    }),
    explained: Array.from(explainedVarianceRatio),
  }
})

/** Where the films lie on the first two components, the most rated first. */
export const filmPlaces = perModel((model) =>
  filmMap(model).films.map(({ title, place: [x = 0, y = 0] }) => ({ title, place: [x, y] as const })),
)

/** As many digits as a map can show: a thousand films go over the wire. */
const rounded = (value: number) => Number(value.toFixed(4))
