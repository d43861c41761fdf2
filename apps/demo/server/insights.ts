import { pca } from '@onecycle/tensor-core'
import type { RawId } from '@onecycle/collab'
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

/** The most rated films with what the model adds for each whoever watches it; lowest bias first. */
export const filmBiases = perModel(({ recommender }): readonly FilmBias[] => {
  const { items } = recommender
  const films = recommender.mostRated(filmsLookedAt)
  const { values } = recommender.bias(films)
  return films
    .map((film, i) => ({
      title: String(film),
      bias: values[i]!,
      meanRating: items.meanRating(film),
      ratings: items.counts[items.indexOf(film)]!,
    }))
    .sort((a, b) => a.bias - b.bias)
})

export interface Components {
  readonly titles: readonly string[]
  /** Three coordinates a film. */
  readonly coordinates: readonly (readonly [number, number, number])[]
  /** Share of the variance of the factors on each axis. */
  readonly explained: readonly number[]
}

/** The factors of the most rated films on their three principal components. */
export const filmComponents = perModel(({ recommender }): Components => {
  const films = recommender.mostRated(filmsLookedAt)
  const k = Math.min(3, recommender.nFactors)
  const { projected, explainedVarianceRatio } = pca(recommender.weight(films).values, k)
  const at = (film: number, axis: number) => (axis < k ? projected.data[film * k + axis]! : 0)
  return {
    titles: films.map(String),
    coordinates: films.map((_, i) => [at(i, 0), at(i, 1), at(i, 2)] as const),
    explained: [0, 1, 2].map((axis) => explainedVarianceRatio[axis] ?? 0),
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
