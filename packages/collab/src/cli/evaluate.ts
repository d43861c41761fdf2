import { formatTable } from '@onecycle/tensor-core'
import { evaluate as evaluateRatings } from '@onecycle/collab'
import type { Command } from '@onecycle/learner/node'
import { loadModel } from './load-model.ts'
import { loadRatings, RATINGS_OPTIONS } from './load-ratings.ts'

export const evaluate: Command = {
  summary: 'Compares the predictions of a model with ratings it has not seen.',
  positionals: ['model', 'ratings'],
  options: RATINGS_OPTIONS,
  examples: ['model.safetensors test.csv'],

  async run({ positionals, ...args }, signal) {
    const recommender = await loadModel(positionals[0]!)
    const { ratings, skipped } = await loadRatings(positionals[1]!, { positionals, ...args })
    signal.throwIfAborted()
    const isByTitle = recommender.metadata['item'] === 'title'
    const found = evaluateRatings(recommender, ratings, { item: isByTitle ? 'title' : 'item' })
    const { rmse, mae, rows, unknownRows } = found
    return {
      json: { ...found, skipped: skipped.count },
      text: formatTable(
        ['rmse', 'mae', 'ratings', 'of unknown users or items'],
        [[rmse.toFixed(6), mae.toFixed(6), rows, unknownRows]],
      ),
    }
  },
}
