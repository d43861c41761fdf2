import { encodeSafetensors, ndArray, type NdArray } from '@onecycle/tensor-core'
import { ModelFileReader, type CommonParts, type DecodeOptions } from './model-file-reader.ts'
import { currentVersion, format } from './model-file-versions.ts'
import type { NeuralRecommender } from './models/neural-recommender.ts'
import { Recommender } from './recommender.ts'

/** A recommender as the bytes of a safetensors file: arrays, with the vocabularies as JSON in the metadata. */
export function encodeRecommender(recommender: Recommender | NeuralRecommender): Uint8Array {
  const { parts } = recommender
  const weights: [string, NdArray][] = [
    ['user.weight', parts.userWeight],
    ['item.weight', parts.itemWeight],
    ...('layers' in parts
      ? parts.layers.flatMap(({ weight, bias }, i): [string, NdArray][] => [
          [`layers.${i}.weight`, weight],
          [`layers.${i}.bias`, ndArray(bias)],
        ])
      : ([
          ['user.bias', ndArray(parts.userBias)],
          ['item.bias', ndArray(parts.itemBias)],
        ] satisfies [string, NdArray][])),
  ]
  return encodeSafetensors({
    tensors: new Map([...weights, ...commonArrays(parts)]),
    metadata: {
      format,
      version: String(currentVersion),
      model: 'layers' in parts ? 'embedding-nn' : 'dot-bias',
      users: JSON.stringify(parts.users),
      items: JSON.stringify(parts.items),
      yRange: JSON.stringify(parts.yRange),
      about: JSON.stringify(parts.metadata),
    },
  })
}

const commonArrays = ({ users, items, rated }: CommonParts): [string, NdArray][] => [
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
  file.expectModel('dot-bias', 'decodeNeuralRecommender')
  return new Recommender({
    ...file.common(),
    userWeight: file.array('user.weight', Float32Array, 2),
    itemWeight: file.array('item.weight', Float32Array, 2),
    userBias: file.array('user.bias', Float32Array).data,
    itemBias: file.array('item.bias', Float32Array).data,
  })
}
