import type {
  Movie,
  RankerBase,
  RankExplanation,
  RawId,
  RecommendOptions,
  WaterfallStep,
} from '@onecycle/collab'
import { popularSteps, type RecommendationQuery } from '../lib/recommendation-query.ts'
import type { RatedFilm } from './catalogue.ts'
import type { Served } from './served.ts'
import { byRanker, byStars, type Folded, type ListedFilm, type VisitorOpinions } from './visitor-model.ts'

/** Someone who gets recommendations: the visitor, or a user of the ratings. */
export interface Listed {
  readonly recommend: (options: RecommendOptions) => ListedFilm[]
  /** Why a film has its place; null where lists are in the order of the stars. */
  readonly place: (item: RawId) => RankExplanation | null
  /** Why it has its stars. */
  readonly waterfall: (item: RawId) => WaterfallStep[]
  /** Best first. */
  readonly rated: readonly RatedFilm[]
  /** Titles that are not to be recommended. */
  readonly hidden: readonly string[]
}

export const visitorListed = (
  { hybrid }: Served,
  { user, recommend }: Folded,
  { rated, hidden }: VisitorOpinions,
): Listed => ({
  recommend,
  place: (film) =>
    hybrid &&
    hybrid.ranker.explain(
      rated.map(({ item }) => item),
      film,
    ),
  waterfall: (item) => user.waterfall(item),
  rated: rated.map(({ item, rating }) => ({ title: item, rating })).sort((a, b) => b.rating - a.rating),
  hidden,
})

/**
 * What a user of the ratings is recommended: best first, by the ranker where the model has one.
 *
 * @throws OnecycleError `UNKNOWN_USER`
 */
export const recommendTo = (
  { recommender, hybrid }: Served,
  user: RawId,
  options: RecommendOptions,
): ListedFilm[] =>
  hybrid ? byRanker(hybrid.recommend({ user }, options)) : byStars(recommender.recommend({ user }, options))

export const userListed = (model: Served, user: RawId): Listed => {
  const { recommender, hybrid, catalogue } = model
  return {
    recommend: (options) => recommendTo(model, user, options),
    place: (film) => hybrid && hybrid.ranker.explain(chosenBy(hybrid.ranker, user), film),
    waterfall: (item) => recommender.waterfall(user, item),
    rated: catalogue.ratedBy(user),
    hidden: [],
  }
}

/** The films that a user's place in the ranker was made from. */
const chosenBy = ({ rated, users, items }: RankerBase, user: RawId): RawId[] =>
  Array.from(rated.ofUser(users.indexOf(user)), (item) => items.rawId(item))

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
