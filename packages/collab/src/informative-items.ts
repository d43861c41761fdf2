import { itemColumn, type EvaluateOptions } from './evaluate.ts'
import { idMap } from './id-map.ts'
import { toColumns, type Rating, type RatingColumns, type RawId } from './ratings.ts'
import { checkCount } from './recommender-candidates.ts'

export interface InformativeOptions extends EvaluateOptions {
  /** How many; fewer come back where there are fewer. Default 100. */
  readonly n?: number
}

export interface InformativeItem {
  readonly item: RawId
  /** log(count) entropy. */
  readonly score: number
  /** How many have rated it. */
  readonly count: number
  /** Of its ratings, in bits: 0 where all agree. */
  readonly entropy: number
}

/**
 * What to ask someone new about: items that many know and few agree on, most telling first; equals in the order
 * of the ratings.
 *
 *     score = log(count) * entropy,   entropy = -sum_r p_r log2 p_r
 *
 * over the ratings r that the item got. The popular alone would teach nothing (everyone likes them), the
 * disputed alone would be unknown to most. From Rashid et al. 2002, "Getting to know you" (log pop * entropy).
 *
 * @throws OnecycleError `BAD_RATINGS`, `NO_TITLES`, `BAD_COUNT`
 */
export function informativeItems(
  ratings: Iterable<Rating> | RatingColumns,
  options: InformativeOptions = {},
): InformativeItem[] {
  const n = checkCount(options.n ?? 100)
  const columns = toColumns(ratings)
  const ids = itemColumn(columns, options)
  const places = idMap()
  const items: { readonly item: RawId; readonly counts: Map<number, number> }[] = []
  for (let row = 0; row < columns.rating.length; row++) {
    const item = ids[row]!
    let place = places.get(item)
    if (place === undefined) {
      places.set(item, (place = items.length))
      items.push({ item, counts: new Map() })
    }
    const { counts } = items[place]!
    const rating = columns.rating[row]!
    counts.set(rating, (counts.get(rating) ?? 0) + 1)
  }
  return items
    .map(({ item, counts }) => informationOf(item, [...counts.values()]))
    .sort((a, b) => b.score - a.score)
    .slice(0, n)
}

function informationOf(item: RawId, counts: readonly number[]): InformativeItem {
  const count = counts.reduce((sum, value) => sum + value, 0)
  const entropy = counts.reduce((sum, value) => sum + (value / count) * Math.log2(count / value), 0)
  return { item, score: Math.log(count) * entropy, count, entropy }
}
