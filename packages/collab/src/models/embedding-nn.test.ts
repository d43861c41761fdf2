import { beforeAll, describe, expect, it } from 'vitest'
import { BatchNorm1d, Generator, initBackend, inEvalMode, OnecycleError, tf } from '@onecycle/tensor-core'
import { expectNoLeak } from '@onecycle/tensor-core/test'
import { CollabDataLoaders } from '../collab-data-loaders.ts'
import type { Rating } from '../ratings.ts'
import { EmbeddingNN } from './embedding-nn.ts'
import { makeEmbeddingNN } from './make-embedding-nn.ts'
import { neuralCollabLearner } from './neural-collab-learner.ts'
import { NeuralRecommender } from './neural-recommender.ts'

const taste: Rating[] = Array.from({ length: 600 }, (_, i) => {
  const [user, item] = [i % 30, Math.floor(i / 30)]
  return { user, item, rating: (user + item) % 2 === 0 ? 5 : 1 }
})
const sizes = { users: { size: 944 }, items: { size: 1654 } }

describe('EmbeddingNN', () => {
  it('has the layers of fast.ai, in its order', () => {
    const options = { layers: [100, 50], dropout: [0.1, 0.2], embeddingDropout: 0.05 }
    expect(String(makeEmbeddingNN(sizes, options))).toBe(
      [
        'EmbeddingNN(',
        '  (uWeight): Embedding(944, 74)',
        '  (iWeight): Embedding(1654, 102)',
        '  (embDrop): Dropout(p=0.05)',
        '  (layers): Sequential(',
        '    (0): Linear(in_features=176, out_features=100, bias=true)',
        '    (1): ReLU()',
        '    (2): BatchNorm1d(100, eps=1e-05, momentum=0.1)',
        '    (3): Dropout(p=0.1)',
        '    (4): Linear(in_features=100, out_features=50, bias=true)',
        '    (5): ReLU()',
        '    (6): BatchNorm1d(50, eps=1e-05, momentum=0.1)',
        '    (7): Dropout(p=0.2)',
        '    (8): Linear(in_features=50, out_features=1, bias=true)',
        '  )',
        ')',
      ].join('\n'),
    )
  })

  it.each([
    [{ nFactors: 40 }, 'FACTORS_WITH_NN', 'nFactors is 40, but a network (useNN) has none'],
    [{ layers: [] }, 'BAD_LAYERS', 'layers is []; expected one or more integers'],
    [{ layers: [5.5] }, 'BAD_LAYERS', 'layers is [5.5]'],
    [{ embeddingSizes: { users: 0 } }, 'BAD_LAYERS', 'embeddingSizes is [0, 102]'],
    [{ dropout: [0.1, 0.2] }, 'BAD_LAYERS', 'dropout has 2 probabilities for 1 hidden layers'],
    [{ dropout: 1.5 }, 'BAD_PROBABILITY', 'Dropout(p=1.5)'],
  ])('refuses %o', (options, code, message) => {
    let thrown: unknown
    try {
      makeEmbeddingNN(sizes, options)
    } catch (error) {
      thrown = error
    }
    expect(OnecycleError.is(thrown) && thrown.code).toBe(code)
    expect((thrown as Error).message).toContain(message)
  })
})

describe('NeuralRecommender', () => {
  beforeAll(() => initBackend(['wasm']))

  it('learns a taste, and serves what the model says, without a tensor', async () => {
    await expectNoLeak(async () => {
      const dls = CollabDataLoaders.fromRatings(taste, { validPct: 0.1, batchSize: 32 })
      const learn = neuralCollabLearner(dls, {
        layers: [16, 8],
        embeddingSizes: { users: 6, items: 5 },
        dropout: 0.05,
        yRange: [0, 5.5],
        wd: 0,
      })
      const { model } = learn
      await learn.fitOneCycle(15, 0.02)
      expect(learn.recorder.epochs.at(-1)!.validLoss).toBeLessThan(0.5)
      const rec = await learn.recommender({ data: 'taste' })
      expect(rec.metadata).toEqual({ data: 'taste' })
      await expect(learn.bias()).rejects.toThrow('bias(): the rows of this network')
      await expect(learn.weight()).rejects.toThrow('weight(): the rows of this network')
      expect(
        rec.recommend({ user: 3 }, { includeSeen: true }).every(({ item }) => Number(item) % 2 === 1),
      ).toBe(true)
      const users = [3, 4, 29]
      const indices = (values: number[]) => tf.tensor1d(values, 'int32')
      const expected = tf.tidy(() =>
        inEvalMode(model, () =>
          model
            .forward(
              indices(users.map((user) => dls.users.indexOf(user))),
              indices(users.map((user) => dls.items.indexOf(user % 20))),
            )
            .dataSync(),
        ),
      )
      users.forEach((user, i) => expect(rec.predict(user, user % 20).score).toBeCloseTo(expected[i]!, 4))
      learn.dispose()
    })
  })

  it('does not ignore nFactors', () => {
    const dls = CollabDataLoaders.fromRatings(taste)
    expect(() => neuralCollabLearner(dls, { nFactors: 40 })).toThrow('nFactors is 40, but a network (useNN)')
  })

  it('takes the mean embedding for who is unknown, and has nothing to look inside', async () => {
    const dls = CollabDataLoaders.fromRatings(taste)
    const model = makeEmbeddingNN(dls, { layers: [4] })
    const rec = await NeuralRecommender.of(model, dls)
    expect(rec.predict('nobody', 3).unknown).toEqual(['nobody'])
    expect(Number.isFinite(rec.predict('nobody', 'nothing').score)).toBe(true)
    expect(rec.similarItems(3, { n: 2 })).toHaveLength(2)
    expect(() => rec.bias()).toThrow('bias(): the rows of this network (useNN) have no bias')
    expect(() => rec.weight()).toThrow('weight(): the rows of this network (useNN) have no bias')
    expect(() => rec.recommend({ user: 'nobody' })).toThrow('user "nobody" is not among the 30 users')
    model.dispose()
  })

  it('refuses layers that do not fit together', async () => {
    const dls = CollabDataLoaders.fromRatings(taste)
    const model = new EmbeddingNN({
      users: 31,
      items: 21,
      layers: [4, 3],
      yRange: null,
      rng: new Generator(0),
    })
    const norm = model.layers.layers.find((layer) => layer instanceof BatchNorm1d)!
    norm.runningMean.set(Float32Array.of(1, -2, 3, 0.5))
    const { parts } = await NeuralRecommender.of(model, dls)
    const [first, ...rest] = parts.layers
    expect(() => new NeuralRecommender({ ...parts, layers: rest })).toThrow('layer 0 is [3, 4] with 3 biases')
    expect(() => new NeuralRecommender({ ...parts, layers: [first!] })).toThrow(
      'the last layer has 4 outputs',
    )
    expect(() => new NeuralRecommender({ ...parts, userWeight: parts.itemWeight })).toThrow(
      'userWeight is [21',
    )
    model.dispose()
  })
})
