import type { Movie } from '@onecycle/collab'
import { filmComponents } from './insights.ts'
import type { Served } from './served.ts'

/** Of films with fewer ratings little was learned: no film is held against them. */
export const fewestRatings = 20

const alike = 8

/** What the model knows of a film; null where none of its ratings was among those it learned from. */
export function learnedOf(model: Served, { title }: Movie) {
  const { recommender } = model
  if (!recommender.items.has(title)) return null
  const { titles, coordinates } = filmComponents(model)
  const place = titles.indexOf(title)
  const { counts } = recommender.items
  return {
    bias: recommender.bias([title]).values[0]!,
    higherThan: recommender.biasPercentile(title, { minRatings: fewestRatings }),
    comparedFilms: counts.filter((count, index) => index > 0 && count >= fewestRatings).length,
    factors: recommender.weight([title]).values.data,
    similar: recommender.similarItems(title, { n: alike, minRatings: fewestRatings }),
    map: { films: coordinates, place: place < 0 ? null : coordinates[place]! },
  }
}

export type LearnedFilm = NonNullable<ReturnType<typeof learnedOf>>
