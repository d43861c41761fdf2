import type { Movie, RawId, Recommendation, RecommendOptions, WaterfallStep } from '@onecycle/collab'
import { popularSteps, type RecommendationQuery } from '../lib/recommendation-query.ts'
import type { RatedFilm } from './catalogue.ts'
import type { Served } from './served.ts'
import type { Folded, VisitorOpinions } from './visitor-model.ts'

/** Someone who gets recommendations: the visitor, or a user of the ratings. */
export interface Listed {
  readonly recommend: (options: RecommendOptions) => Recommendation[]
  readonly waterfall: (item: RawId) => WaterfallStep[]
  /** Best first. */
  readonly rated: readonly RatedFilm[]
  /** Titles that are not to be recommended. */
  readonly hidden: readonly string[]
}

export const visitorListed = ({ user }: Folded, { rated, hidden }: VisitorOpinions): Listed => ({
  recommend: (options) => user.recommend(options),
  waterfall: (item) => user.waterfall(item),
  rated: rated.map(({ item, rating }) => ({ title: item, rating })).sort((a, b) => b.rating - a.rating),
  hidden,
})

export const userListed = ({ recommender, catalogue }: Served, user: RawId): Listed => ({
  recommend: (options) => recommender.recommend({ user }, options),
  waterfall: (item) => recommender.waterfall(user, item),
  rated: catalogue.ratedBy(user),
  hidden: [],
})

/** The films that a query lets in, of those that the model knows. */
export function filmsAllowed({ recommender, catalogue }: Served, query: RecommendationQuery): Movie[] {
  const { genre, from = -Infinity, to = Infinity, popular } = query
  const { items } = recommender
  return catalogue.find({ genre }).filter(
    ({ title, year }) =>
      items.has(title) &&
      items.counts[items.indexOf(title)]! >= popularSteps[popular]! &&
      // A film without a year is let in as long as no year is asked for.
      ((from === -Infinity && to === Infinity) || (year !== null && year >= from && year <= to)),
  )
}
