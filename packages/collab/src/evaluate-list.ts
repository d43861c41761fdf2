/** How good one list of recommendations is, best first: all between 0 and 1. */
export interface ListQuality {
  readonly precision: number
  readonly recall: number
  readonly ndcg: number
  readonly averagePrecision: number
  readonly hit: 0 | 1
}

/**
 * With h_r = 1 where the item at rank r = 1..k is relevant, else 0, and R relevant items in all:
 *
 *     precision@k          sum h_r / k         (an item that is missing from a short list is a miss)
 *     recall@k             sum h_r / R
 *     nDCG@k               sum h_r / log2(r + 1)  /  sum_{r = 1..min(k, R)} 1 / log2(r + 1)
 *     average precision@k  sum h_r precision@r  /  min(k, R)
 *     hit@k                1 if any h_r is 1
 *
 * @param hits h_r, at most k of them
 * @param relevant R, at least 1
 */
export function listQuality(hits: readonly boolean[], relevant: number, k: number): ListQuality {
  let [found, gain, precisions, ideal] = [0, 0, 0, 0]
  hits.forEach((hit, i) => {
    if (!hit) return
    found++
    gain += 1 / Math.log2(i + 2)
    precisions += found / (i + 1)
  })
  const most = Math.min(k, relevant)
  for (let i = 0; i < most; i++) ideal += 1 / Math.log2(i + 2)
  return {
    precision: found / k,
    recall: found / relevant,
    ndcg: gain / ideal,
    averagePrecision: precisions / most,
    hit: found > 0 ? 1 : 0,
  }
}
