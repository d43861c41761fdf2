import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeRecommender } from './model-file-dot-bias.ts'
import { encodeRecommender } from './model-file.ts'
import { loadRecommender, saveRecommender } from './recommender-file.ts'
import { ndArray, OnecycleError } from '@onecycle/tensor-core'
import { RatedItems } from './rated-items.ts'
import { RatedVocabulary } from './rated-vocabulary.ts'
import { Recommender } from './recommender.ts'
import type { RecommenderParts } from './recommender-parts.ts'

// Two users (7 and 'ann'), three films, two factors; ann has rated "A".
const parts: RecommenderParts = {
  users: new RatedVocabulary([7, 'ann'], Int32Array.of(0, 0, 1), Float32Array.of(0, 0, 4)),
  items: new RatedVocabulary(['A', 'B', 'C'], Int32Array.of(0, 1, 0, 0), Float32Array.of(0, 4, 0, 0)),
  rated: new RatedItems(Int32Array.of(0, 0, 0, 1), Int32Array.of(1)),
  userWeight: ndArray(Float32Array.of(9, 9, 1, 0, 0, 2), [3, 2]),
  itemWeight: ndArray(Float32Array.of(9, 9, 1, 1, 0.5, -1, -2, 0.25), [4, 2]),
  userBias: Float32Array.of(9, 0.5, -0.25),
  itemBias: Float32Array.of(9, 0.125, 0.25, 1),
  yRange: null,
  metadata: { data: 'made up' },
}
const rec = new Recommender(parts)

describe('Recommender', () => {
  it('places a bias among the others', () => {
    expect(['A', 'B', 'C'].map((item) => rec.biasPercentile(item))).toEqual([0, 0.5, 1])
    // Only "A" has a rating: the others are held against it alone, and it against none.
    expect(rec.biasPercentile('C', { minRatings: 1 })).toBe(1)
    expect(rec.biasPercentile('A', { minRatings: 1 })).toBe(0.5)
    expect(() => rec.biasPercentile('Z')).toThrow('item "Z" is not among the 3 items of this model')
    expect(() => rec.biasPercentile('A', { minRatings: -1 })).toThrow('minRatings is -1')
  })

  it('predicts the dot product plus both biases', () => {
    expect(rec.predict(7, 'A')).toEqual({ score: 1 + 0.5 + 0.125, unknown: [] })
    expect(rec.predict('ann', 'B')).toEqual({ score: -2 - 0.25 + 0.25, unknown: [] })
  })

  it('squeezes into yRange where there is one', () => {
    const squeezed = new Recommender({ ...parts, yRange: [0, 5.5] })
    expect(squeezed.predict(7, 'A').score).toBeCloseTo(5.5 / (1 + Math.exp(-1.625)), 12)
  })

  it('takes the average for an unknown id, and says which ids were unknown', () => {
    // The mean user is [0.5, 1] with bias 0.125; row 0 plays no part.
    expect(rec.predict('nobody', 'A')).toEqual({ score: 1.5 + 0.125 + 0.125, unknown: ['nobody'] })
    expect(rec.predict('nobody', 'Z').unknown).toEqual(['nobody', 'Z'])
  })

  it('recommends what the user has not seen, best first', () => {
    expect(rec.recommend({ user: 'ann' })).toEqual([
      { item: 'C', score: 0.5 - 0.25 + 1 },
      { item: 'B', score: -2 },
    ])
    expect(rec.recommend({ user: 'ann' }, { includeSeen: true, n: 1 })).toEqual([{ item: 'A', score: 1.875 }])
  })

  it('gives biases and factors of known ids and names the others', () => {
    expect(rec.bias(['B', 'Z', 'A'])).toEqual({ values: Float32Array.of(0.25, 0.125), unknown: ['Z'] })
    expect(rec.bias(['ann'], { side: 'user' }).values).toEqual(Float32Array.of(-0.25))
    expect(rec.weight(['C', 'A']).values).toEqual(ndArray(Float32Array.of(-2, 0.25, 1, 1), [2, 2]))
  })

  it('refuses what it cannot do', () => {
    expect(() => rec.recommend({ user: 8 })).toThrow('user 8 is not among the 2 users of this model')
    expect(() => rec.recommend({ user: 7 }, { n: 0 })).toThrow('n is 0; expected an integer of at least 1')
    expect(() => new Recommender({ ...parts, userBias: new Float32Array(2) })).toThrow(
      'userBias is [2]; expected [3]',
    )
    expect(() => new Recommender({ ...parts, userBias: Float32Array.of(0, NaN, 0) })).toThrow(
      'userBias has NaN at position 1',
    )
  })
})

describe('model file', () => {
  let folder: string
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'onecycle-'))))
  afterAll(() => rm(folder, { recursive: true }))

  it('brings the same recommender back', async () => {
    const path = join(folder, 'model.safetensors')
    await saveRecommender(rec, path)
    const loaded = await loadRecommender(path)
    expect(loaded.parts).toEqual(rec.parts)
    expect(loaded.recommend({ user: 'ann' })).toEqual(rec.recommend({ user: 'ann' }))
    expect(await readdir(folder)).toEqual(['model.safetensors'])
  })

  it('refuses a file that is cut anywhere, with an error of its own', async () => {
    const bytes = encodeRecommender(rec)
    for (let length = 0; length < bytes.length; length++) {
      let thrown: unknown
      try {
        decodeRecommender(bytes.subarray(0, length))
      } catch (error) {
        thrown = error
      }
      expect(OnecycleError.is(thrown), `cut at ${length}`).toBe(true)
    }
    const path = join(folder, 'cut')
    await writeFile(path, bytes.subarray(0, 100))
    await expect(loadRecommender(path)).rejects.toThrow('not a whole safetensors file')
    expect((await readFile(path)).length).toBe(100)
  })

  it.each([
    ['another format', 'onecycle-recommender', 'somebody-elses-model', 'its format is somebody-elses-model'],
    ['a vocabulary of another size', '["A","B","C"]', '["A","B"]    ', 'must have 3 values'],
    ['an array that is missing', '"user.bias"', '"user.bios"', 'array "user.bias" is missing'],
  ])('refuses %s', (_, from, to, message) => {
    const text = Buffer.from(encodeRecommender(rec)).toString('latin1')
    const escaped = from.startsWith('[')
      ? [from.replaceAll('"', '\\"'), to.replaceAll('"', '\\"')]
      : [from, to]
    const padded = escaped[1]!.padEnd(escaped[0]!.length)
    expect(() => decodeRecommender(Buffer.from(text.replace(escaped[0]!, padded), 'latin1'))).toThrow(message)
  })
})
