import {
  decodeSafetensors,
  encodeSafetensors,
  ndArray,
  OnecycleError,
  type NdArray,
} from '@onecycle/tensor-core'
import type { YRange } from './models/embedding-dot-bias.ts'
import { RatedItems } from './rated-items.ts'
import { RatedVocabulary } from './rated-vocabulary.ts'
import { Recommender } from './recommender.ts'
import { Vocabulary } from './vocabulary.ts'

const format = 'onecycle-recommender'
const version = '1'

/** A recommender as the bytes of a safetensors file: arrays, with the vocabularies as JSON in the metadata. */
export function encodeRecommender({ parts }: Recommender): Uint8Array {
  const { users, items, rated } = parts
  return encodeSafetensors({
    tensors: new Map<string, NdArray>([
      ['user.weight', parts.userWeight],
      ['item.weight', parts.itemWeight],
      ['user.bias', ndArray(parts.userBias)],
      ['item.bias', ndArray(parts.itemBias)],
      ['user.counts', ndArray(users.counts)],
      ['user.means', ndArray(users.means)],
      ['item.counts', ndArray(items.counts)],
      ['item.means', ndArray(items.means)],
      ['rated.offsets', ndArray(rated.offsets)],
      ['rated.items', ndArray(rated.items)],
    ]),
    metadata: {
      format,
      version,
      users: JSON.stringify(users),
      items: JSON.stringify(items),
      yRange: JSON.stringify(parts.yRange),
      about: JSON.stringify(parts.metadata),
    },
  })
}

/** Reads what {@link encodeRecommender} wrote. @throws OnecycleError `BAD_MODEL_FILE`, `BAD_MODEL`, `BAD_VOCABULARY` */
export function decodeRecommender(bytes: Uint8Array): Recommender {
  const { tensors, metadata } = decodeSafetensors(bytes)
  if (metadata['format'] !== format)
    throw bad(`its format is ${metadata['format'] ?? 'not given'}; expected ${format}`)
  if (metadata['version'] !== version)
    throw bad(`its version is ${metadata['version'] ?? 'not given'}; this release reads version ${version}`)

  const array = <Data extends Float32Array | Int32Array>(
    name: string,
    kind: new (...args: never[]) => Data,
  ): NdArray<Data> => {
    const found = tensors.get(name)
    if (!(found?.data instanceof kind)) throw bad(`array "${name}" is missing or of another type`)
    return found as NdArray<Data>
  }
  const json = (name: string): unknown => {
    try {
      return JSON.parse(metadata[name] ?? '')
    } catch (error) {
      throw bad(`metadata "${name}" is not JSON`, error)
    }
  }
  const vocabulary = (side: 'user' | 'item') => {
    const { rawIds, size } = Vocabulary.fromJSON(json(`${side}s`))
    const counts = array(`${side}.counts`, Int32Array).data
    const means = array(`${side}.means`, Float32Array).data
    if (counts.length !== size || means.length !== size)
      throw bad(`${side}.counts and ${side}.means must have ${size} values`)
    return new RatedVocabulary(rawIds, counts, means)
  }
  const users = vocabulary('user')
  const items = vocabulary('item')
  const offsets = array('rated.offsets', Int32Array).data
  const rated = array('rated.items', Int32Array).data
  const ascending = offsets.every((offset, i) => offset >= (i === 0 ? 0 : offsets[i - 1]!))
  if (
    !ascending ||
    offsets.at(-1) !== rated.length ||
    !rated.every((item) => item >= 0 && item < items.size)
  ) {
    throw bad('its lists of rated items do not fit together')
  }
  return new Recommender({
    users,
    items,
    rated: new RatedItems(offsets, rated),
    userWeight: array('user.weight', Float32Array),
    itemWeight: array('item.weight', Float32Array),
    userBias: array('user.bias', Float32Array).data,
    itemBias: array('item.bias', Float32Array).data,
    yRange: json('yRange') as YRange | null,
    metadata: json('about') as Record<string, string>,
  })
}

const bad = (what: string, cause?: unknown) =>
  new OnecycleError('BAD_MODEL_FILE', `not a recommender: ${what}`, {}, cause)
