import { audience, biasContrast, type RawId } from '@onecycle/collab'
import { histogram } from '@onecycle/tensor-core'
import { startSheet } from '@onecycle/collab/worksheet'
import { perModel } from './per-model.ts'

/** The lesson looks at the films with the most ratings: of the others little was learned. */
const filmsLookedAt = 1000

export interface FilmBias {
  readonly title: string
  readonly bias: number
  readonly meanRating: number
  readonly ratings: number
}

/** All films with what the model adds for each whoever watches it; the most rated first. */
export const filmBiases = perModel(({ recommender }): readonly FilmBias[] => {
  const { items } = recommender
  const films = recommender.mostRated(items.size)
  const { values } = recommender.bias(films)
  return films.map((film, i) => ({
    title: String(film),
    bias: values[i]!,
    meanRating: items.meanRating(film),
    ratings: items.counts[items.indexOf(film)]!,
  }))
})

/** So many ratings the last of the films has that the lesson looks at. */
export const lessonMinimum = perModel((model) => filmBiases(model).slice(0, filmsLookedAt).at(-1)!.ratings)

/** A film of the contrast, and what its own audience would give it if its bias were the average. */
export interface ContrastFilm extends FilmBias {
  readonly expected: number
}

/** Enough ratings for a mean that is no accident. */
const contrastMinimum = 100

/** Two films of one mean rating and very different biases; null where there is no such pair. */
export const contrast = perModel((model): readonly [ContrastFilm, ContrastFilm] | null => {
  const pair = biasContrast(filmBiases(model).filter(({ ratings }) => ratings >= contrastMinimum))
  const withAudience = (film: FilmBias) => ({
    ...film,
    expected: audience(model.recommender, film.title).expected,
  })
  return pair && [withAudience(pair[0]), withAudience(pair[1])]
})

export interface UserBias {
  readonly user: RawId
  readonly bias: number
  readonly meanRating: number
}

/** How users differ whatever they watch: in bins, and the two at the ends. */
export const userBiases = perModel(({ recommender }) => {
  const { users } = recommender
  const { values } = recommender.bias(users.rawIds, { side: 'user' })
  const all = users.rawIds
    .map((user, i): UserBias => ({ user, bias: values[i]!, meanRating: users.meanRating(user) }))
    .sort((a, b) => a.bias - b.bias)
  const { edges, counts } = histogram(values, { bins: 24 })
  return {
    users: all.length,
    harshest: all[0]!,
    kindest: all.at(-1)!,
    bins: Array.from(counts, (count, i) => ({ low: edges[i]!, high: edges[i + 1]!, count })),
  }
})

/** Users to begin with: the one with the most ratings, one in the middle, one with few. */
export const someUsers = perModel(({ recommender }): readonly RawId[] => {
  const byActivity = recommender.users.mostRated(recommender.users.size)
  return [0, 0.25, 0.5, 0.75, 1].map((share) => byActivity[Math.round(share * (byActivity.length - 1))]!)
})

/** The lesson's worksheet on these ratings, with random factors to begin with. */
export const worksheet = perModel(({ catalogue }) => {
  const block = catalogue.block()
  return { block, start: startSheet(block) }
})
