import type {
  FoldedUser,
  HybridRecommendation,
  RawId,
  Recommendation,
  RecommendOptions,
} from '@onecycle/collab'
import type { Opinion } from '../lib/opinion.ts'
import { lastChange, opinionsOf } from './ratings.ts'
import { siteStore, type Served } from './served.ts'
import { visitor } from './visitor.ts'

/** What a visitor said, as far as the serving model knows the films. */
export interface VisitorOpinions {
  readonly byTitle: ReadonlyMap<string, Opinion>
  readonly rated: readonly { readonly item: string; readonly rating: number }[]
  readonly hidden: readonly string[]
  /** The film that undo would put back. */
  readonly lastChange: string | null
}

const none: VisitorOpinions = { byTitle: new Map(), rated: [], hidden: [], lastChange: null }

/** The opinions of whoever asks. */
export async function visitorOpinions({ recommender }: Served): Promise<VisitorOpinions> {
  const who = await visitor()
  if (who === null) return none
  const store = siteStore()
  const [opinions, last] = await Promise.all([opinionsOf(store, who), lastChange(store, who)])
  const known = opinions.filter(({ title }) => recommender.items.has(title))
  return {
    byTitle: new Map(known.map(({ title, opinion }) => [title, opinion])),
    rated: known.flatMap(({ title, opinion }) =>
      opinion.kind === 'rated' ? { item: title, rating: opinion.rating } : [],
    ),
    hidden: known.filter(({ opinion }) => opinion.kind === 'hidden').map(({ title }) => title),
    lastChange: last,
  }
}

/** A film of a list, with the stars that are predicted: they do not order it, unless nothing else does. */
export interface ListedFilm {
  readonly item: RawId
  readonly stars: number
}

export interface Folded {
  /** By the model that predicts stars. */
  readonly user: FoldedUser
  /** Best first, by the ranker where the model has one. */
  readonly recommend: (options: RecommendOptions) => ListedFilm[]
  /** How long the fold-in took. */
  readonly milliseconds: number
}

/** Fewer ratings than this say too little about a taste. */
export const enoughRatings = 3

/** The visitor as a user of the model; null with too few ratings. */
export const foldVisitor = (model: Served, { rated }: VisitorOpinions): Folded | null =>
  rated.length < enoughRatings ? null : foldIn(model, rated)

/**
 * Someone new as a user of the model, without training.
 *
 * @throws OnecycleError `NO_RATINGS`, `UNKNOWN_ITEM` when no film is known, `BAD_RATING`
 */
export function foldIn(
  { recommender, hybrid }: Served,
  ratings: readonly { readonly item: RawId; readonly rating: number }[],
): Folded {
  const began = performance.now()
  const user = recommender.foldIn(ratings)
  const ranked = hybrid?.foldIn(ratings)
  const recommend = (options: RecommendOptions): ListedFilm[] =>
    ranked ? byRanker(ranked.recommend(options)) : byStars(user.recommend(options))
  return { user, recommend, milliseconds: performance.now() - began }
}

/** A list of a ranker: its scores order it, and say nothing to people. */
export const byRanker = (list: readonly HybridRecommendation[]): ListedFilm[] =>
  list.map(({ item, stars }) => ({ item, stars }))

/** A list of a model that has no ranker. */
export const byStars = (list: readonly Recommendation[]): ListedFilm[] =>
  list.map(({ item, score }) => ({ item, stars: score }))
