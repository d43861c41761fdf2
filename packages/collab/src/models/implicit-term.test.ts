import { beforeAll, describe, expect, it } from 'vitest'
import { Generator, initBackend, tf } from '@onecycle/tensor-core'
import { expectGradient, expectNoLeak } from '@onecycle/tensor-core/test'
import { CollabDataLoaders } from '../collab-data-loaders.ts'
import { collabLearner, type CollabLearner, type CollabLearnerOptions } from '../collab-learner.ts'
import type { RatingColumns } from '../ratings.ts'
import { sampleRatings } from '../sample-ratings.ts'
import { EmbeddingDotBias } from './embedding-dot-bias.ts'
import { ImplicitTerm, withGains, type ImplicitSide } from './implicit-term.ts'

/** Users 1 and 2, items 1 to 3; row 0 is the unknown id. */
const users = Int32Array.of(1, 2, 1, 2)
const items = Int32Array.of(1, 1, 2, 3)
const termOf = (side: ImplicitSide, every = 1) =>
  new ImplicitTerm({ side, users, items, every, userRows: 3, itemRows: 4 })

describe('ImplicitTerm', () => {
  it('lists who rated what, from both sides', () => {
    const { ofItems, ofUsers } = termOf('both')
    expect(ofItems!.givers).toEqual({
      offsets: Int32Array.of(0, 0, 2, 3, 4),
      members: Int32Array.of(1, 2, 1, 2),
    })
    expect(ofItems!.receivers).toEqual(ofUsers!.givers)
    expect(ofUsers!.givers.members).toEqual(Int32Array.of(1, 2, 1, 3))
    expect(ofItems!.scales).toEqual(Float32Array.of(0, 1 / Math.sqrt(2), 1, 1))
    expect([termOf('item').ofUsers, termOf('user').ofItems]).toEqual([null, null])
  })

  it('adds the scaled sums to the factors', () => {
    const own = Float32Array.of(9, 9, 1, 1, 2, 2, 3, 3)
    const given = Float32Array.of(7, 7, 10, 20, 30, 40)
    const root = Math.sqrt(2)
    expect(withGains(own, given, termOf('item').ofItems!)).toEqual(
      Float32Array.of(9, 9, 1 + 40 / root, 1 + 60 / root, 12, 22, 33, 43),
    )
  })

  it('refuses sides and blocks that there are none of', () => {
    const dls = CollabDataLoaders.fromRatings([{ user: 1, item: 1, rating: 1 }], {
      validPct: 0,
      batchSize: 1,
    })
    const fit = (options: object) => collabLearner(dls, options as CollabLearnerOptions)
    return Promise.all([
      expect(fit({ implicit: 'items' })).rejects.toThrow(
        `implicit is "items"; expected 'item', 'user' or 'both'`,
      ),
      expect(fit({ implicit: 'item', implicitEvery: 0 })).rejects.toThrow(
        'implicitEvery is 0; expected an integer',
      ),
      expect(fit({ wdImplicit: 1 })).rejects.toThrow('there is no implicit term'),
      expect(fit({ implicitEvery: 2 })).rejects.toThrow('there is no implicit term'),
      expect(fit({ wd: [1, 2], wdBias: 1 })).rejects.toThrow('layer groups of their own'),
      expect(fit({ wdBias: -1 })).rejects.toThrow('wd'),
    ])
  })

  it.each([
    [1, 75],
    [32, 2],
    [1500, 1],
  ])(
    'has twenty blocks in an epoch, of a batch at least: batches of %d ratings',
    async (batchSize, every) => {
      const { ratings } = sampleRatings({ users: 60, movies: 40, ratings: 1500 })
      const dls = CollabDataLoaders.fromRatings(ratings, { validPct: 0, batchSize })
      const { model } = await collabLearner(dls, { implicit: 'item' })
      expect(model.implicit!.every).toBe(every)
    },
  )
})

describe('EmbeddingDotBias with an implicit term', () => {
  beforeAll(() => initBackend(['wasm']))

  it.each<ImplicitSide>(['item', 'user', 'both'])(
    '%s: its gradient is that of finite differences',
    async (side) => {
      const model = new EmbeddingDotBias({
        nFactors: 3,
        users: 3,
        items: 4,
        yRange: [0, 5.5],
        rng: new Generator(1),
        implicit: termOf(side),
      })
      const rng = new Generator(2)
      for (const parameter of model.parameters())
        parameter.set(Float32Array.from({ length: parameter.size }, () => rng.normal() / 2))
      const forward = () =>
        model.forward(tf.tensor1d([1, 2, 1, 0], 'int32'), tf.tensor1d([1, 3, 3, 2], 'int32'))
      const { output } = await expectGradient(forward, model.parameters())
      expect(model.parameters()).toHaveLength(side === 'both' ? 6 : 5)

      const [p, q, userBias, itemBias, ...given] = await Promise.all(
        model.parameters().map((each) => each.data()),
      )
      const { ofItems, ofUsers } = termOf(side)
      const itemFactors = ofItems ? withGains(q!, given[0]!, ofItems) : q!
      const userFactors = ofUsers ? withGains(p!, given.at(-1)!, ofUsers) : p!
      let raw = userBias![1]! + itemBias![3]!
      for (let k = 0; k < 3; k++) raw += userFactors[3 + k]! * itemFactors[9 + k]!
      expect(output[2]).toBeCloseTo(5.5 / (1 + Math.exp(-raw)), 5)
      tf.tidy(forward).dispose() // the parameters are on the device now
      await expectNoLeak(() => tf.tidy(forward).dispose())
      model.dispose()
    },
  )
})

describe('ratings kept for validation', () => {
  const { ratings } = sampleRatings({ users: 60, movies: 40, ratings: 1500 })
  const valid = Uint32Array.from({ length: 300 }, (_, i) => 5 * i)
  const rest = Uint32Array.from({ length: 1200 }, (_, i) => i + Math.floor(i / 4) + 1)
  const train = async (columns: RatingColumns, side: ImplicitSide): Promise<CollabLearner> => {
    const dls = CollabDataLoaders.fromRatings(columns, { split: { train: rest, valid }, batchSize: 32 })
    const learn = await collabLearner(dls, {
      nFactors: 4,
      yRange: [0, 5.5],
      implicit: side,
      implicitEvery: 8,
    })
    await learn.fitOneCycle(2, 1e-2)
    return learn
  }

  it.each<ImplicitSide>(['item', 'user', 'both'])('%s: never reach a sum', async (side) => {
    const learn = await train(ratings, side)
    const { dataset } = learn.dls.train
    const trained = dataset.batch(Array.from({ length: dataset.length }, (_, i) => i))
    const pairs = trained.inputs[0]!.data
    for (const lists of [learn.model.implicit!.ofItems, learn.model.implicit!.ofUsers]) {
      if (lists) expect(lists.givers.members).toHaveLength(pairs.length)
    }
    expect(pairs.length).toBe(ratings.rating.length - valid.length)

    // The same training part beside a test part in which each user has rated something else, and otherwise.
    const isValid = new Set(valid)
    const others = Array.from(valid, (row) => ratings.item[row]!)
    others.push(others.shift()!)
    const item = Array.from(ratings.item, (id, row) => (isValid.has(row) ? others[row / 5]! : id))
    const rating = ratings.rating.map((value, row) => (isValid.has(row) ? 6 - value : value))
    const { user } = ratings
    const changed = await train({ user, item, rating }, side)
    const [a, b] = await Promise.all([learn, changed].map((each) => each.recommender()))
    expect(item).not.toEqual([...Array.from(ratings.item)])
    for (const part of ['userWeight', 'itemWeight'] as const)
      expect(b!.parts[part].data).toEqual(a!.parts[part].data)
    for (const part of ['userBias', 'itemBias'] as const) expect(b!.parts[part]).toEqual(a!.parts[part])
  })
})
