import { formatTable } from '@onecycle/tensor-core'
import type { Command } from '@onecycle/learner/node'
import { idOf, loadModel } from './load-model.ts'

export const recommend: Command = {
  summary: 'Lists what a user is likely to like and has not rated.',
  positionals: ['model'],
  options: {
    user: { type: 'string', short: 'u', value: 'id', help: 'for whom' },
    count: { type: 'string', short: 'n', value: 'n', default: '10', help: 'how many' },
    'min-ratings': {
      type: 'string',
      value: 'n',
      default: '0',
      help: 'only items with at least this many ratings',
    },
    'include-seen': { type: 'boolean', help: 'also what the user has rated' },
  },
  examples: ['model.safetensors --user 196 -n 10'],

  async run(args) {
    const user = args.required('user')
    const n = args.number('count', { min: 1, integer: true })
    const minRatings = args.number('min-ratings', { min: 0, integer: true })
    const recommender = await loadModel(args.positionals[0]!)
    const id = idOf(user, recommender.users)
    const found = recommender.recommend(
      { user: id },
      { n, minRatings, includeSeen: args.has('include-seen') },
    )
    const rows = found.map(({ item, score }) => ({
      item,
      score,
      ratings: recommender.items.counts[recommender.items.indexOf(item)]!,
    }))
    return {
      json: { user: id, recommendations: rows },
      text: formatTable(
        ['item', 'score', 'ratings'],
        rows.map(({ item, score, ratings }) => [String(item), score.toFixed(3), ratings]),
      ),
    }
  },
}
