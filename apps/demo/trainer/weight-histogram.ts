import type { CollabLearner } from '@onecycle/collab'
import { histogram } from '@onecycle/tensor-core'
import type { WeightHistogram } from '../lib/run-events.ts'

/** The same for all, so that histograms can be compared. */
const range = { low: -1.2, high: 1.2, bins: 48 }

/** How large the learned factors of all users and films are. */
export async function weightHistogram({ model }: CollabLearner): Promise<WeightHistogram> {
  const tables = await Promise.all([model.uWeight.weight.data(), model.iWeight.weight.data()])
  const weights = Float32Array.from(tables.flatMap((table) => Array.from(table)))
  const { counts } = histogram(weights, range)
  const sumOfSquares = weights.reduce((sum, weight) => sum + weight * weight, 0)
  return {
    type: 'weights',
    low: range.low,
    high: range.high,
    counts: Array.from(counts),
    rms: Math.sqrt(sumOfSquares / weights.length),
  }
}
