import { evaluateRanking, type Ranker } from '@onecycle/collab'
import type { Answer } from './contestants.ts'
import { readPart, type Fold } from './folds.ts'

/** What the table shows of one contestant on one fold; NaN where it does not apply. */
export interface Quality {
  readonly ndcg: number
  readonly map: number
  readonly precision: number
  readonly recall: number
  readonly rmse: number
  readonly mae: number
  readonly seconds: number
}

const K = 10

/**
 * The measures of the Recommenders project: any rating in the test part is relevant, all items that the user
 * has not rated in the training part are candidates. nDCG, precision and recall are those of
 * `evaluateRanking`; their mean average precision divides by all R relevant items, ours by min(k, R).
 */
export async function qualityOf({ seconds, lists, predictions }: Answer, fold: Fold): Promise<Quality> {
  const [train, test] = await Promise.all([readPart(fold.train), readPart(fold.test)])
  const errors = predictions?.map((value, row) => value - test.rating[row]!) ?? []
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const rated = {
    rmse: Math.sqrt(mean(errors.map((error) => error * error))),
    mae: mean(errors.map(Math.abs)),
    seconds,
  }
  if (!lists) return { ndcg: NaN, map: NaN, precision: NaN, recall: NaN, ...rated }
  const ranker = {
    users: { has: (user: number) => Object.hasOwn(lists, String(user)) },
    recommend: ({ user }: { user: number }) =>
      (lists[String(user)] ?? []).slice(0, K).map((item, i) => ({ item, score: -i })),
  }
  const { model } = evaluateRanking(
    ranker as unknown as Pick<Ranker, 'recommend' | 'users'>,
    { train, test },
    { k: K, relevantFrom: -Infinity },
  )
  const wanted = new Map<number, Set<number>>()
  for (const [row, user] of Array.from(test.user).entries())
    wanted.set(user, (wanted.get(user) ?? new Set()).add(test.item[row]!))
  const precisions = [...wanted].map(([user, items]) => {
    let [found, sum] = [0, 0]
    for (const [rank, item] of (lists[String(user)] ?? []).slice(0, K).entries())
      if (items.has(item)) sum += ++found / (rank + 1)
    return sum / items.size
  })
  const { ndcg, precision, recall } = model
  return { ndcg, map: mean(precisions), precision, recall, ...rated }
}
