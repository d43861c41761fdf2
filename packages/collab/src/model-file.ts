import { encodeSafetensors, ndArray, type NdArray } from '@onecycle/tensor-core'
import { factorContent, linearContent, type ModelContent } from './model-file-rankers.ts'
import { checkModel, ModelFileReader, type CommonParts, type DecodeOptions } from './model-file-reader.ts'
import { currentVersion, format } from './model-file-versions.ts'
import type { DenseLayer } from './models/dense-layer.ts'
import { NeuralRecommender } from './models/neural-recommender.ts'
import { FactorRanker } from './rankers/factor-ranker.ts'
import { LinearRanker } from './rankers/linear-ranker.ts'
import { Recommender } from './recommender.ts'

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

/**
 * Reads the dot-bias model that {@link encodeRecommender} wrote, in this release or an earlier one.
 *
 * @throws OnecycleError `BAD_MODEL_FILE`, `BAD_MODEL`, `BAD_VOCABULARY`
 */
export function decodeRecommender(bytes: Uint8Array, options: DecodeOptions = {}): Recommender {
  const file = new ModelFileReader(bytes, options)
  checkModel(file, 'dot-bias')
  return new Recommender({
    ...file.common(),
    userWeight: file.array('user.weight', Float32Array, 2),
    itemWeight: file.array('item.weight', Float32Array, 2),
    userBias: file.array('user.bias', Float32Array).data,
    itemBias: file.array('item.bias', Float32Array).data,
  })
}

/**
 * Reads the network that {@link encodeRecommender} wrote.
 *
 * @throws OnecycleError `BAD_MODEL_FILE`, `BAD_MODEL`, `BAD_VOCABULARY`
 */
export function decodeNeuralRecommender(bytes: Uint8Array, options: DecodeOptions = {}): NeuralRecommender {
  const file = new ModelFileReader(bytes, options)
  checkModel(file, 'embedding-nn')
  const layers: DenseLayer[] = []
  while (file.has(`layers.${layers.length}.weight`)) {
    const name = `layers.${layers.length}`
    layers.push({
      weight: file.array(`${name}.weight`, Float32Array, 2),
      bias: file.array(`${name}.bias`, Float32Array).data,
    })
  }
  return new NeuralRecommender({
    ...file.common(),
    userWeight: file.array('user.weight', Float32Array, 2),
    itemWeight: file.array('item.weight', Float32Array, 2),
    layers,
  })
}
