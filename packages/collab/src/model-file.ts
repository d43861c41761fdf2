import { encodeSafetensors, ndArray, type NdArray } from '@onecycle/tensor-core'
import { factorContent, linearContent, type ModelContent } from './model-file-rankers.ts'
import type { CommonParts } from './model-file-reader.ts'
import { currentVersion, format } from './model-file-versions.ts'
import type { NeuralRecommender } from './models/neural-recommender.ts'
import { FactorRanker } from './rankers/factor-ranker.ts'
import { LinearRanker } from './rankers/linear-ranker.ts'
import type { Recommender } from './recommender.ts'

/** A recommender as the bytes of a safetensors file: arrays, with the vocabularies as JSON in the metadata. */
export function encodeRecommender(
  recommender: Recommender | NeuralRecommender | LinearRanker | FactorRanker,
): Uint8Array {
  const { parts } = recommender
  const { model, arrays, texts = {} } = contentOf(recommender)
  return encodeSafetensors({
    tensors: new Map([...arrays, ...commonArrays(parts)]),
    metadata: {
      format,
      version: String(currentVersion),
      model,
      users: JSON.stringify(parts.users),
      items: JSON.stringify(parts.items),
      yRange: JSON.stringify('yRange' in parts ? parts.yRange : null),
      about: JSON.stringify(parts.metadata),
      ...texts,
    },
  })
}

function contentOf(recommender: Parameters<typeof encodeRecommender>[0]): ModelContent {
  if (recommender instanceof LinearRanker) return linearContent(recommender.parts)
  if (recommender instanceof FactorRanker) return factorContent(recommender.parts)
  const { parts } = recommender
  const weights: [string, NdArray][] = [
    ['user.weight', parts.userWeight],
    ['item.weight', parts.itemWeight],
  ]
  if ('layers' in parts) {
    const layers = parts.layers.flatMap(({ weight, bias }, i): [string, NdArray][] => [
      [`layers.${i}.weight`, weight],
      [`layers.${i}.bias`, ndArray(bias)],
    ])
    return { model: 'embedding-nn', arrays: [...weights, ...layers] }
  }
  const biases: [string, NdArray][] = [
    ['user.bias', ndArray(parts.userBias)],
    ['item.bias', ndArray(parts.itemBias)],
  ]
  return { model: 'dot-bias', arrays: [...weights, ...biases] }
}

const commonArrays = ({ users, items, rated }: Omit<CommonParts, 'yRange'>): [string, NdArray][] => [
  ['user.counts', ndArray(users.counts)],
  ['user.means', ndArray(users.means)],
  ['item.counts', ndArray(items.counts)],
  ['item.means', ndArray(items.means)],
  ['rated.offsets', ndArray(rated.offsets)],
  ['rated.items', ndArray(rated.items)],
]
