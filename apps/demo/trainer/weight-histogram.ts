import type { CollabLearner } from '@onecycle/collab'
import type { WeightHistogram } from '../lib/run-events.ts'

/** The same for all, so that histograms can be compared. */
const [low, high, bins] = [-1.2, 1.2, 48]

/** How large the learned factors of all users and films are. */
export async function weightHistogram({ model }: CollabLearner): Promise<WeightHistogram> {
  const tables = await Promise.all([model.uWeight.weight.data(), model.iWeight.weight.data()])
  const counts = Array.from({ length: bins }, () => 0)
  let sum = 0
  let weights = 0
  for (const table of tables) {
    weights += table.length
    for (const weight of table) {
      sum += weight * weight
      const bin = Math.floor(((weight - low) / (high - low)) * bins)
      counts[Math.min(bins - 1, Math.max(0, bin))]!++
    }
  }
  return { type: 'weights', low, high, counts, rms: Math.sqrt(sum / weights) }
}
