import { describe, expect, it } from 'vitest'
import { Generator, OnecycleError } from '@onecycle/tensor-core'
import { withHeader, withValue, type Header } from './model-file-for-tests.ts'
import { decodeRanker } from './model-file-rankers.ts'
import { decodeRecommender } from './model-file-dot-bias.ts'
import { decodeNeuralRecommender } from './model-file-neural.ts'
import { encodeRecommender } from './model-file.ts'
import { EmbeddingNN } from './models/embedding-nn.ts'
import { NeuralRecommender } from './models/neural-recommender.ts'
import { loadersOf, tasteRatings } from './rankers/data-for-tests.ts'
import { fitRanker } from './rankers/fit-ranker.ts'
import { randomRecommender } from './recommender-for-tests.ts'

const rec = randomRecommender({ users: 3, items: 4, factors: 2 })
const bytes = encodeRecommender(rec)
const neural = await NeuralRecommender.of(
  new EmbeddingNN({
    users: 4,
    items: 5,
    layers: [3],
    embeddingSizes: { users: 2, items: 2 },
    yRange: null,
    rng: new Generator(1),
  }),
  rec,
  { data: 'made up' },
)
const neuralBytes = encodeRecommender(neural)

const dls = loadersOf(tasteRatings(3, 4))
const factors = fitRanker(dls, { model: 'ials', nFactors: 2, metadata: { data: 'made up' } })
const links = fitRanker(dls, { model: 'sar' })
const factorBytes = encodeRecommender(factors)
const linkBytes = encodeRecommender(links)

/** So deep that JSON.stringify runs out of stack. */
const nested = '['.repeat(50_000) + ']'.repeat(50_000)

/** The message of the OnecycleError that decoding throws. */
function refusal(decode: () => unknown): string {
  try {
    decode()
  } catch (error) {
    if (OnecycleError.is(error)) return error.message
    throw error
  }
  return 'nothing was thrown'
}

describe('model file', () => {
  it.each([
    ['a dot-bias model', bytes, decodeRecommender, rec],
    ['a network', neuralBytes, decodeNeuralRecommender, neural],
    ['a ranker by factors', factorBytes, decodeRanker, factors],
    ['a ranker by links', linkBytes, decodeRanker, links],
  ])('brings %s back', (_, file, decode, expected) => {
    const loaded = decode(file)
    expect(loaded.parts).toEqual(expected.parts)
    const user = expected.users.rawId(2)
    expect(loaded.recommend({ user })).toEqual(expected.recommend({ user }))
    expect(encodeRecommender(loaded)).toEqual(file)
  })

  it.each([
    ['a dot-bias model', bytes, decodeRecommender],
    ['a network', neuralBytes, decodeNeuralRecommender],
    ['a ranker by factors', factorBytes, decodeRanker],
    ['a ranker by links', linkBytes, decodeRanker],
  ])('refuses %s that is cut at any byte, or followed by one', (_, file, decode) => {
    for (let length = 0; length < file.length; length++)
      expect(
        refusal(() => decode(file.subarray(0, length))),
        `cut at ${length}`,
      ).toMatch(/^not a /)
    expect(refusal(() => decode(Uint8Array.of(...file, 0)))).toContain('1 bytes follow the last array')
  })

  it('says which reader the other kind of model needs', () => {
    expect(refusal(() => decodeRecommender(neuralBytes))).toContain(
      'its model is embedding-nn, expected dot-bias; read it with decodeNeuralRecommender',
    )
    expect(refusal(() => decodeNeuralRecommender(bytes))).toContain('read it with decodeRecommender')
    expect(refusal(() => decodeRecommender(linkBytes))).toContain(
      'its model is links, expected dot-bias; read it with decodeRanker',
    )
    expect(refusal(() => decodeRanker(bytes))).toContain(
      'expected links or factors; read it with decodeRecommender',
    )
  })

  const meta = (name: string, value: string) => (header: Header) => {
    header.__metadata__[name] = value
  }
  const shape = (name: string, sides: number[]) => (header: Header) => {
    header[name]!.shape = sides
  }
  const offsets =
    (name: string, by: number, longer = 0) =>
    (header: Header) => {
      header[name]!.data_offsets[0] += by
      header[name]!.data_offsets[1] += by + longer
    }
  it.each<[string, (header: Header) => void, string]>([
    ['arrays that overlap', offsets('item.weight', -4), 'expected'],
    ['an array beyond the end', offsets('rated.items', 2 ** 40), 'starts at'],
    ['an array that ends after the end', offsets('rated.items', 0, 4), 'needs 24 bytes, but has 28'],
    ['a shape beyond all memory', shape('user.weight', [2 ** 26, 2 ** 26]), 'needs 18014398509481984 bytes'],
    ['a shape of the wrong size', shape('user.weight', [3, 2]), 'needs 24 bytes, but has 32'],
    ['a table that lies on its side', shape('user.weight', [2, 4]), 'userWeight is [2, 4]; expected [4, 4]'],
    ['a table without columns', shape('user.weight', [8]), 'expected 2 sides'],
    ['too few users', meta('users', '["u1","u2"]'), 'must have 3 values'],
    ['too many items', meta('items', '[1,2,3,4,5]'), 'must have 6 values'],
    ['an item twice', meta('items', '[1,2,3,3]'), 'is there twice'],
    ['a user who is no id', meta('users', '["u1",null,"u3"]'), 'vocabulary entry 1 is null'],
    ['a vocabulary that is no JSON', meta('users', '["u1'), 'metadata "users" is not JSON'],
    ['a range that is none', meta('yRange', '[5,1]'), 'yRange is [5,1]; expected null, or [low, high]'],
    ['a range of text', meta('yRange', '"wide"'), 'yRange is "wide"'],
    ['a range of lists in lists', meta('yRange', nested), 'yRange is a value nested too deep; expected null'],
    ['an id of lists in lists', meta('users', nested), 'vocabulary entry 0 is a value nested too deep'],
    ['a description that is none', meta('about', '[1]'), '"about" is not a map of texts'],
    ['another format', meta('format', 'pickle'), 'its format is pickle; expected onecycle-recommender'],
    ['a model that nobody knows', meta('model', 'oracle'), 'its model is oracle, expected dot-bias'],
    [
      'another element type',
      (header) => {
        header['user.bias']!.dtype = 'I32'
      },
      'array "user.bias" is missing or of another type',
    ],
  ])('refuses %s', (_, edit, message) => {
    expect(refusal(() => decodeRecommender(withHeader(bytes, edit)))).toContain(message)
  })

  it.each<[string, Uint8Array, string]>([
    ['a weight that is NaN', withValue(bytes, 'item.weight', 3, NaN), 'itemWeight has NaN at position 3'],
    ['an infinite bias', withValue(bytes, 'user.bias', 1, Infinity), 'userBias has Infinity at position 1'],
    ['a mean that is NaN', withValue(bytes, 'user.means', 1, NaN), 'has a value that cannot be'],
    ['a negative count', withValue(bytes, 'item.counts', 1, -1, 'i32'), 'has a value that cannot be'],
    ['a rated item out of range', withValue(bytes, 'rated.items', 0, 5, 'i32'), 'do not fit together'],
    ['lists that go backwards', withValue(bytes, 'rated.offsets', 2, 9, 'i32'), 'do not fit together'],
    ['lists that start late', withValue(bytes, 'rated.offsets', 0, 1, 'i32'), 'do not fit together'],
  ])('refuses %s', (_, file, message) => {
    expect(refusal(() => decodeRecommender(file))).toContain(message)
  })

  it('refuses a network with a weight that is NaN', () => {
    const file = withValue(neuralBytes, 'layers.0.weight', 2, NaN)
    expect(refusal(() => decodeNeuralRecommender(file))).toContain('layer 0 weight has NaN at position 2')
  })

  it.each<[string, Uint8Array, string]>([
    [
      'links beyond the items',
      withValue(linkBytes, 'links.targets', 0, 9, 'i32'),
      'links do not fit together',
    ],
    [
      'links that go backwards',
      withValue(linkBytes, 'links.offsets', 2, 99, 'i32'),
      'links do not fit together',
    ],
    ['a link that is NaN', withValue(linkBytes, 'links.weights', 0, NaN), 'links.weights has NaN'],
    [
      'choices out of range',
      withValue(linkBytes, 'chosen.items', 0, 9, 'i32'),
      'lists of chosen items do not fit',
    ],
    ['a factor that is NaN', withValue(factorBytes, 'item.weight', 2, NaN), 'itemWeight has NaN'],
    [
      'another rule',
      withHeader(factorBytes, meta('rule', '{"kind":"als"}')),
      'rule is {"kind":"als"}; expected that',
    ],
    [
      'a rule of something that cannot be a text',
      withHeader(factorBytes, meta('rule', '{"kind":{"toString":1}}')),
      'rule is {"kind":{"toString":1}}; expected that',
    ],
    ['a rule of text', withHeader(factorBytes, meta('rule', '"ials"')), 'rule is "ials"; expected that'],
  ])('refuses a ranker with %s', (_, file, message) => {
    expect(refusal(() => decodeRanker(file))).toContain(message)
  })

  it('refuses a header that claims more than there is', () => {
    for (const claimed of [2n ** 63n, 2n ** 40n, BigInt(bytes.length)]) {
      const huge = bytes.slice()
      new DataView(huge.buffer).setBigUint64(0, claimed, true)
      expect(refusal(() => decodeRecommender(huge))).toContain('its header claims')
    }
  })
})

describe('versions', () => {
  const ofVersion = (version: string) =>
    withHeader(bytes, ({ __metadata__: metadata }) => {
      metadata['version'] = version
      delete metadata['model']
    })

  it('reads files of version 1', () => {
    expect(decodeRecommender(ofVersion('1')).parts).toEqual(rec.parts)
  })

  it('refuses a newer version and says so', () => {
    expect(refusal(() => decodeRecommender(ofVersion('99')))).toContain(
      'its version is 99, this release reads 1, 2; a newer release of onecycle wrote it',
    )
    expect(refusal(() => decodeRecommender(ofVersion('x')))).toMatch(
      /its version is x, this release reads 1, 2$/,
    )
  })

  it('gives versions that it does not know to migrate, until it knows one', () => {
    const asked: string[] = []
    const { parts } = decodeRecommender(ofVersion('beta'), {
      migrate: ({ tensors, metadata }, version) => {
        asked.push(version)
        return { tensors, metadata: { ...metadata, version: version === 'beta' ? 'gamma' : '1' } }
      },
    })
    expect(asked).toEqual(['beta', 'gamma'])
    expect(parts).toEqual(rec.parts)
    expect(refusal(() => decodeRecommender(ofVersion('beta'), { migrate: (file) => file }))).toContain(
      'its version is beta',
    )
  })
})
