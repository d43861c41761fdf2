import { ndArray, type NdArray } from '@onecycle/tensor-core'
import { checkModel, ModelFileReader, type DecodeOptions } from './model-file-reader.ts'
import { FactorRanker, type FactorParts } from './rankers/factor-ranker.ts'
import { LinearRanker, type LinearParts } from './rankers/linear-ranker.ts'

/** What one kind of model has in its file besides what all have. */
export interface ModelContent {
  readonly model: string
  readonly arrays: readonly (readonly [name: string, array: NdArray])[]
  readonly texts?: Readonly<Record<string, string>>
}

export const linearContent = ({ chosen, itemBias, links }: LinearParts): ModelContent => ({
  model: 'links',
  arrays: [
    ['item.bias', ndArray(itemBias)],
    ['links.offsets', ndArray(links.offsets)],
    ['links.targets', ndArray(links.targets)],
    ['links.weights', ndArray(links.weights)],
    ['chosen.offsets', ndArray(chosen.offsets)],
    ['chosen.items', ndArray(chosen.items)],
  ],
})

export const factorContent = ({ userWeight, itemWeight, itemBias, rule }: FactorParts): ModelContent => ({
  model: 'factors',
  arrays: [
    ['user.weight', userWeight],
    ['item.weight', itemWeight],
    ['item.bias', ndArray(itemBias)],
  ],
  texts: { rule: JSON.stringify(rule) },
})

/**
 * Reads the ranker that `encodeRecommender` wrote.
 *
 * @throws OnecycleError `BAD_MODEL_FILE`, `BAD_MODEL`, `BAD_VOCABULARY`
 */
export function decodeRanker(bytes: Uint8Array, options: DecodeOptions = {}): LinearRanker | FactorRanker {
  const file = new ModelFileReader(bytes, options)
  checkModel(file, 'links', 'factors')
  const { users, items, rated, metadata } = file.common()
  const common = { users, items, rated, metadata, itemBias: file.array('item.bias', Float32Array).data }
  if (file.model === 'factors') {
    return new FactorRanker({
      ...common,
      userWeight: file.array('user.weight', Float32Array, 2),
      itemWeight: file.array('item.weight', Float32Array, 2),
      rule: file.json('rule') as FactorParts['rule'],
    })
  }
  return new LinearRanker({
    ...common,
    chosen: file.itemLists('chosen', users.size, items.size),
    links: {
      offsets: file.array('links.offsets', Int32Array).data,
      targets: file.array('links.targets', Int32Array).data,
      weights: file.array('links.weights', Float32Array).data,
    },
  })
}
