import { formatTable } from '@onecycle/tensor-core'
import type { Command } from '@onecycle/learner/node'
import { loadModel } from './load-model.ts'

export const bias: Command = {
  summary: 'Lists the items (or users) with the lowest and the highest learned bias.',
  positionals: ['model'],
  options: {
    count: { type: 'string', short: 'n', value: 'n', default: '15', help: 'how many of each' },
    among: { type: 'string', value: 'n', default: '1000', help: 'of the n most rated' },
    side: { type: 'string', value: 'item|user', default: 'item', help: 'which biases' },
  },
  examples: ['model.safetensors -n 15'],

  async run(args) {
    const n = args.number('count', { min: 1, integer: true })
    const among = args.number('among', { min: 1, integer: true })
    const side = args.choice('side', ['item', 'user'])
    const recommender = await loadModel(args.positionals[0]!)
    const vocabulary = side === 'item' ? recommender.items : recommender.users
    const ids = vocabulary.mostRated(among)
    const { values } = recommender.bias(ids, { side })
    const ranked = ids
      .map((id, i) => ({ id, bias: values[i]!, mean: vocabulary.meanRating(id) }))
      .sort((a, b) => a.bias - b.bias)
    const [lowest, highest] = [ranked.slice(0, n), ranked.slice(-n).reverse()]
    const table = (rows: typeof ranked) =>
      formatTable(
        [side, 'bias', 'mean rating'],
        rows.map(({ id, bias: value, mean }) => [String(id), value.toFixed(4).padStart(7), mean.toFixed(2)]),
      )
    return {
      json: { side, lowest, highest },
      text: `Lowest:\n${table(lowest)}\n\nHighest:\n${table(highest)}`,
    }
  },
}
