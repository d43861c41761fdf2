import { formatTable, OnecycleError } from '@onecycle/tensor-core'
import { fitPopularity } from './baselines/popularity.ts'
import { listQuality, type ListQuality } from './evaluate-list.ts'
import { itemColumn, type EvaluateOptions } from './evaluate.ts'
import { toColumns, type Rating, type RatingColumns, type RawId } from './ratings.ts'
import { checkCount } from './recommender-candidates.ts'
import type { Ranker } from './recommender-contract.ts'

type Ratings = Iterable<Rating> | RatingColumns

export interface EvaluateRankingOptions extends EvaluateOptions {
  /** Length of the lists. Default 10. */
  readonly k?: number
  /** Test ratings from here on are relevant. Default: the mean of the training ratings. */
  readonly relevantFrom?: number
}

/** Means over users; of lists, see {@link listQuality}. */
export interface RankingQuality {
  readonly precision: number
  readonly recall: number
  readonly ndcg: number
  /** Mean average precision. */
  readonly map: number
  /** Share of the users with at least one relevant item in their list. */
  readonly hitRate: number
  /** Share of the items of train that are in at least one list. */
  readonly coverage: number
  /**
   * Mean over all recommended items of -log2(share of the users of train who rated the item): the surprise, in
   * bits. 1 for an item that half of them know. (Zhou and others, 2010.)
   */
  readonly novelty: number
}

export interface RankingReport {
  readonly k: number
  readonly relevantFrom: number
  /** Users with a relevant test item whom the ranker knows: who the means are over. */
  readonly users: number
  /** Users with a relevant test item whom the ranker does not know: left out. */
  readonly unknownUsers: number
  readonly model: RankingQuality
  /** The same lists made by popularity alone: what a model must beat. */
  readonly popularity: RankingQuality
  /** A table to print. */
  toString(): string
}

/**
 * How good a ranker's top-k lists are. Every item is a candidate (no sample of negatives, which is known to
 * change the order of models: Krichene and Rendle, 2020), except those that the user rated in `train`. What
 * the ranker itself remembers as seen plays no part. A relevant item that the ranker does not know is a miss.
 *
 * @throws OnecycleError `BAD_COUNT`, `BAD_RATINGS`, `NO_TITLES`, `NO_RELEVANT`
 */
export function evaluateRanking(
  ranker: Pick<Ranker, 'recommend' | 'users'>,
  { train, test }: { readonly train: Ratings; readonly test: Ratings },
  { k = 10, relevantFrom, ...options }: EvaluateRankingOptions = {},
): RankingReport {
  checkCount(k)
  const known = toColumns(train)
  const popularity = fitPopularity(known, options)
  const seen = itemsOfUsers(known, options)
  const from = relevantFrom ?? meanOf(known.rating)
  const all = itemsOfUsers(toColumns(test), options, from)
  const relevant = new Map([...all].filter(([user]) => ranker.users.has(user)))
  if (relevant.size === 0) {
    throw new OnecycleError(
      'NO_RELEVANT',
      `no user whom the model knows has a test rating of at least ${from}; expected at least one`,
      { relevantFrom: from },
    )
  }
  const { items } = popularity
  const qualityOf = (recommend: Ranker['recommend']): RankingQuality => {
    const lists = Array.from(relevant, ([user, wanted]) => {
      const options = { n: k, includeSeen: true, deny: seen.get(user) ?? [] }
      return { wanted, list: recommend({ user }, options).map(({ item }) => item) }
    })
    const each = lists.map(({ wanted, list }) =>
      listQuality(
        list.map((item) => wanted.has(item)),
        wanted.size,
        k,
      ),
    )
    const recommended = lists.flatMap(({ list }) => list)
    const surprise = recommended.map(
      (item) => -Math.log2(Math.max(1, items.counts[items.indexOf(item)]!) / (popularity.users.size - 1)),
    )
    return {
      ...meanQuality(each),
      coverage: new Set(recommended.filter((item) => items.has(item))).size / (items.size - 1),
      novelty: meanOf(surprise),
    }
  }
  const report = {
    k,
    relevantFrom: from,
    users: relevant.size,
    unknownUsers: all.size - relevant.size,
    model: qualityOf((who, options) => ranker.recommend(who, options)),
    popularity: qualityOf((who, options) => popularity.recommend(who, options)),
  }
  return { ...report, toString: () => tableOf(report) }
}

/** The items that each user has rated, at least `from`. */
function itemsOfUsers(
  columns: RatingColumns,
  options: EvaluateOptions,
  from = -Infinity,
): Map<RawId, Set<RawId>> {
  const items = itemColumn(columns, options)
  const lists = new Map<RawId, Set<RawId>>()
  columns.rating.forEach((rating, row) => {
    if (rating < from) return
    const user = columns.user[row]!
    const list = lists.get(user) ?? new Set()
    lists.set(user, list.add(items[row]!))
  })
  return lists
}

function meanOf(values: Iterable<number>): number {
  let [sum, count] = [0, 0]
  for (const value of values) {
    sum += value
    count++
  }
  return sum / count
}

function meanQuality(each: readonly ListQuality[]) {
  const mean = (name: keyof ListQuality) => meanOf(each.map((quality) => quality[name]))
  return {
    precision: mean('precision'),
    recall: mean('recall'),
    ndcg: mean('ndcg'),
    map: mean('averagePrecision'),
    hitRate: mean('hit'),
  }
}

function tableOf({ k, model, popularity }: Pick<RankingReport, 'k' | 'model' | 'popularity'>): string {
  const names = Object.keys(model) as (keyof RankingQuality)[]
  const row = (name: string, quality: RankingQuality) => [
    name,
    ...names.map((each) => quality[each].toFixed(4)),
  ]
  return formatTable([`at ${k}`, ...names], [row('model', model), row('popularity', popularity)])
}
