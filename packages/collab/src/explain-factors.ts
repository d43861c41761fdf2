import type { Explanation } from './explain.ts'
import type { YRange } from './models/embedding-dot-bias.ts'
import { squeeze, type Table } from './recommender-scores.ts'

/** A row of a table: a user, or an item. */
export interface RowOf {
  readonly table: Table
  readonly index: number
  /** The mean bias of its side. */
  readonly meanBias: number
}

/** {@link Explanation} of the score of two rows. */
export function explainFactors(
  user: RowOf,
  item: RowOf,
  nFactors: number,
  yRange: YRange | null,
): Explanation {
  const factors = new Float64Array(nFactors)
  let raw = user.table.bias[user.index]! + item.table.bias[item.index]!
  for (let k = 0; k < nFactors; k++) {
    factors[k] = user.table.weight[user.index * nFactors + k]! * item.table.weight[item.index * nFactors + k]!
    raw += factors[k]!
  }
  return {
    score: squeeze(raw, yRange),
    raw,
    global: user.meanBias + item.meanBias,
    userBias: user.table.bias[user.index]! - user.meanBias,
    itemBias: item.table.bias[item.index]! - item.meanBias,
    factors,
  }
}
