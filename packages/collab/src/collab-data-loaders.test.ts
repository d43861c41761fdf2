import { beforeAll, describe, expect, it } from 'vitest'
import { CollabDataLoaders } from './collab-data-loaders.ts'
import { movieLens100k } from './movielens/movielens-100k.ts'
import type { Rating, RatingColumns } from './ratings.ts'
import { leaveKOut } from './splits/leave-k-out.ts'
import { movieLens100kTestFolder } from './test-data.ts'

/** Every user rates every item; rating = 1 + (user + item) mod 5. */
const grid = (users: number, items: number): Rating[] =>
  Array.from({ length: users * items }, (_, i) => {
    const user = Math.floor(i / items)
    const item = i % items
    return { user, item: `film ${item}`, rating: 1 + ((user + item) % 5) }
  })

describe('CollabDataLoaders.fromRatings', () => {
  it('splits, with the same rows for the same seed', () => {
    const dls = (seed: number) =>
      CollabDataLoaders.fromRatings(grid(20, 10), { validPct: 0.1, seed, batchSize: 16 })
    const rowsOf = ({ train, valid }: CollabDataLoaders) =>
      [train, valid].map(({ dataset }) => {
        const { inputs } = dataset.batch([...Array(dataset.length).keys()])
        return Array.from(inputs[0]!.data, (user, i) => `${user} ${inputs[1]!.data[i]}`)
      }) as [string[], string[]]
    const [train, valid] = rowsOf(dls(1))
    expect([train.length, valid.length]).toEqual([180, 20])
    expect(new Set([...train, ...valid]).size).toBe(200)
    expect(rowsOf(dls(1))).toEqual([train, valid])
    expect(rowsOf(dls(2))[1]).not.toEqual(valid)
  })

  it('gives batches of indices and ratings that belong together', () => {
    const dls = CollabDataLoaders.fromRatings(grid(20, 10), { validPct: 0, batchSize: 16 })
    expect(dls.train.length).toBe(12)
    const { inputs, targets } = dls.oneBatch()
    const [users, items] = inputs
    for (const [i, rating] of [...targets.data].entries()) {
      const user = dls.users.rawId(users!.data[i]!) as number
      const item = Number(String(dls.items.rawId(items!.data[i]!)).slice(5))
      expect(rating).toBe(1 + ((user + item) % 5))
    }
  })

  it('knows counts and means over all rows, and who rated what', () => {
    const rows = [...grid(4, 3), { user: 9, item: 'film 1', rating: 3 }]
    const dls = CollabDataLoaders.fromRatings(rows, { validPct: 0, batchSize: 4 })
    expect(dls.items.mostRated(2)).toEqual(['film 1', 'film 0'])
    expect(dls.items.counts[dls.items.indexOf('film 1')]).toBe(5)
    expect(dls.items.meanRating('film 1')).toBeCloseTo((2 + 3 + 4 + 5 + 3) / 5, 6)
    expect(dls.items.meanRating('film 7')).toBeNaN()
    expect([...dls.rated.ofUser(dls.users.indexOf(9))]).toEqual([dls.items.indexOf('film 1')])
  })

  it('takes the rows of a split, leaves it as it is, and counts rows outside it as rated', () => {
    const ratings = grid(3, 2)
    const split = { train: Uint32Array.of(5, 0, 2), valid: Uint32Array.of(1) }
    const dls = CollabDataLoaders.fromRatings(ratings, { split, batchSize: 1 })
    const { inputs, targets } = dls.train.dataset.batch([0, 1, 2])
    expect(Array.from(inputs[0]!.data, (index) => dls.users.rawId(index))).toEqual(
      [5, 0, 2].map((row) => ratings[row]!.user),
    )
    expect(Array.from(inputs[1]!.data, (index) => dls.items.rawId(index))).toEqual(
      [5, 0, 2].map((row) => ratings[row]!.item),
    )
    expect([...targets.data]).toEqual([5, 0, 2].map((row) => ratings[row]!.rating))
    expect(split).toEqual({ train: Uint32Array.of(5, 0, 2), valid: Uint32Array.of(1) })
    expect(dls.rated.items).toHaveLength(6)
  })

  it('splits by a rule', () => {
    const dls = CollabDataLoaders.fromRatings(grid(20, 10), { split: leaveKOut(3), batchSize: 16 })
    expect([dls.train.dataset.length, dls.valid.dataset.length]).toEqual([140, 60])
  })

  it('shows a batch as a table, without a change to what follows', () => {
    const dls = CollabDataLoaders.fromRatings(grid(20, 10), { validPct: 0, batchSize: 16 })
    const other = CollabDataLoaders.fromRatings(grid(20, 10), { validPct: 0, batchSize: 16 })
    expect(dls.showBatch(2)).toBe(
      ['user  item    rating', '────  ──────  ──────', '0     film 0       1', '10    film 0       1'].join(
        '\n',
      ),
    )
    expect(dls.oneBatch()).toEqual(other.oneBatch())
  })

  it.each([
    ['an empty list', [], {}, 'there are no ratings'],
    [
      'validPct 1.5',
      grid(20, 10),
      { validPct: 1.5 },
      'validPct is 1.5; expected a share of at least 0 and under 1',
    ],
    ['batch size 0', grid(20, 10), { batchSize: 0 }, 'batchSize is 0; expected an integer of at least 1'],
    ['fewer rows than a batch', grid(2, 3), {}, '5 training rows make no batch of 64'],
    [
      'titles that are not there',
      grid(20, 10),
      { item: 'title' as const },
      'the ratings have no column "title"',
    ],
  ])('refuses %s', (_, rows, options, message) => {
    expect(() => CollabDataLoaders.fromRatings(rows, options)).toThrow(message)
  })
})

const folder = movieLens100kTestFolder()
describe.runIf(folder)("the lesson's own split of MovieLens 100k", () => {
  let ratings: RatingColumns
  let dls: CollabDataLoaders
  beforeAll(async () => {
    ratings = (await movieLens100k({ dir: folder! })).ratings
    dls = CollabDataLoaders.fromRatings(ratings, { item: 'title', split: 'numpy', validPct: 0.1, seed: 42 })
  })

  it('has 944 users and 1,654 titles, the unknown ones included', () => {
    expect([dls.users.size, dls.items.size]).toEqual([944, 1_654])
  })

  it('has 11 validation rows with a title that training does not know', () => {
    const { dataset } = dls.valid
    const [users, items] = dataset.batch([...Array(dataset.length).keys()]).inputs
    expect(dataset.length).toBe(10_000)
    expect(items!.data.filter((index) => index === 0)).toHaveLength(11)
    expect(users!.data.filter((index) => index === 0)).toHaveLength(0)
  })
})
