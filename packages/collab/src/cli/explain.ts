import { formatTable } from '@onecycle/tensor-core'
import type { Command } from '@onecycle/learner/node'
import { idOf, loadModel } from './load-model.ts'

export const explain: Command = {
  summary: 'Takes a predicted rating apart: the contributions add up to the score before the sigmoid.',
  positionals: ['model'],
  options: {
    user: { type: 'string', short: 'u', value: 'id', help: 'whose rating' },
    item: { type: 'string', short: 'i', value: 'id', help: 'of what' },
    count: {
      type: 'string',
      short: 'n',
      value: 'n',
      default: '5',
      help: 'factors that are shown one by one',
    },
  },
  examples: ['model.safetensors --user 196 --item "Fargo (1996)"'],

  async run(args) {
    const [user, item] = [args.required('user'), args.required('item')]
    const shown = args.number('count', { min: 0, integer: true })
    const recommender = await loadModel(args.positionals[0]!)
    const ids = { user: idOf(user, recommender.users), item: idOf(item, recommender.items) }
    const { score, raw, global, userBias, itemBias, factors } = recommender.explain(ids.user, ids.item)
    const largest = Array.from(factors, (value, factor) => ({ factor, value }))
      .sort((a, b) => Math.abs(b.value) - Math.abs(a.value) || a.factor - b.factor)
      .slice(0, shown)
    const rest = largest.reduce((sum, { value }) => sum - value, factors.reduce((sum, value) => sum + value, 0)) // prettier-ignore
    const parts: [string, number][] = [
      ['everyone, everything', global],
      ['this user', userBias],
      ['this item', itemBias],
      ...largest.map(({ factor, value }): [string, number] => [`factor ${factor}`, value]),
      [`the other ${factors.length - largest.length} factors`, rest],
      ['sum', raw],
      ['score', score],
    ]
    return {
      json: { ...ids, score, raw, global, userBias, itemBias, factors: [...factors] },
      text: formatTable(
        ['part', 'contribution'],
        parts.map(([part, value]) => [part, value.toFixed(4).padStart(8)]),
      ),
    }
  },
}
