import { describe, expect, it } from 'vitest'
import { sampleRatings } from '../sample-ratings.ts'
import { movieLens100k } from '../movielens/movielens-100k.ts'
import { movieLens100kTestFolder } from '../test-data.ts'
import { toColumns } from '../ratings.ts'
import { predictSheet, sheetRmse, startSheet, type FactorSheet } from './factor-sheet.ts'
import { ratingBlock } from './rating-block.ts'
import { solveSheet } from './solve-sheet.ts'
import { stepSheet } from './step-sheet.ts'

const folder = movieLens100kTestFolder()
const sample = ratingBlock(sampleRatings({ seed: 42 }).ratings)

describe('ratingBlock', () => {
  it('takes the most active users, the most rated items and what they gave', () => {
    const rows = [
      ['ann', 'Fargo', 5],
      ['bob', 'Fargo', 3],
      ['bob', 'Kolya', 4],
      ['cid', 'Fargo', 1],
      ['ann', 'Ran', 2],
      ['bob', 'Ran', 2],
    ] as const
    const ratings = toColumns(rows.map(([user, item, rating]) => ({ user, item, rating })))
    expect(ratingBlock(ratings, { users: 2, items: 2 })).toEqual({
      users: ['bob', 'ann'],
      items: ['Fargo', 'Ran'],
      ratings: [
        [3, 2],
        [5, 2],
      ],
    })
  })

  it('refuses to count to nothing, and titles where there are none', () => {
    const ratings = toColumns([{ user: 1, item: 2, rating: 3 }])
    expect(() => ratingBlock(ratings, { users: 0 })).toThrow(/users is 0/)
    expect(() => ratingBlock(ratings, { item: 'title' })).toThrow(/no titles/)
  })
})

describe('a sheet', () => {
  // One user, two items, of which the second is not rated.
  const block = { users: [1], items: [2, 3], ratings: [[4, null]] }
  const sheet: FactorSheet = {
    userFactors: [[1, 2]],
    itemFactors: [
      [3, -1],
      [0.5, 0.5],
    ],
    biases: { users: [0.25], items: [0.5, -1] },
  }

  it('predicts dot products and biases', () => {
    expect(predictSheet(sheet)).toEqual([[1.75, 0.75]])
    expect(predictSheet({ ...sheet, biases: null })).toEqual([[1, 1.5]])
  })

  it('counts the rated cells alone in its error', () => {
    expect(sheetRmse(block, sheet)).toBe(2.25)
  })

  it('starts alike from the same seed, its factors in [0, 1)', () => {
    const start = startSheet(sample, { seed: 7, biases: true })
    expect(start).toEqual(startSheet(sample, { seed: 7, biases: true }))
    expect(start.userFactors).toHaveLength(15)
    expect(start.userFactors.flat().every((value) => value >= 0 && value < 1)).toBe(true)
    expect(start.biases?.items).toEqual(Array.from({ length: 15 }, () => 0))
    expect(() => startSheet(sample, { nFactors: 0 })).toThrow(/nFactors is 0/)
  })
})

describe('stepSheet', () => {
  it('goes down the gradient, as finite differences find it', () => {
    const sheet = startSheet(sample, { biases: true, seed: 3 })
    const lr = 0.25
    const stepped = stepSheet(sample, sheet, lr)
    const slope = (change: (by: number) => FactorSheet) =>
      (sheetRmse(sample, change(1e-5)) ** 2 - sheetRmse(sample, change(-1e-5)) ** 2) / 2e-5
    const plus = (rows: readonly (readonly number[])[], row: number, k: number, by: number) =>
      rows.map((values, r) => values.map((value, c) => (r === row && c === k ? value + by : value)))

    const user = slope((by) => ({ ...sheet, userFactors: plus(sheet.userFactors, 4, 2, by) }))
    expect(stepped.userFactors[4]![2]).toBeCloseTo(sheet.userFactors[4]![2]! - lr * user, 7)
    const item = slope((by) => ({ ...sheet, itemFactors: plus(sheet.itemFactors, 14, 0, by) }))
    expect(stepped.itemFactors[14]![0]).toBeCloseTo(sheet.itemFactors[14]![0]! - lr * item, 7)
    const bias = slope((by) => ({
      ...sheet,
      biases: { users: sheet.biases!.users, items: plus([sheet.biases!.items], 0, 8, by)[0]! },
    }))
    expect(stepped.biases?.items[8]).toBeCloseTo(-lr * bias, 7)
  })
})

describe('solveSheet', () => {
  it('finds ratings that are dot products again', () => {
    const planted = startSheet(sample, { nFactors: 2, seed: 1 })
    const block = { ...sample, ratings: predictSheet(planted) }
    const solved = solveSheet(block, startSheet(block, { nFactors: 2, seed: 2 }))
    expect(sheetRmse(block, solved)).toBeLessThan(0.002)
  })

  it('fits better with biases than without', () => {
    const [without, withBiases] = [false, true].map((biases) =>
      sheetRmse(sample, solveSheet(sample, startSheet(sample, { biases }))),
    )
    expect(withBiases).toBeLessThan(without!)
  })

  it('leaves a user without ratings here as it was, and ends on cells that are no numbers', () => {
    const block = { users: [1, 2], items: [3], ratings: [[4], [null]] }
    const sheet = startSheet(block)
    expect(solveSheet(block, sheet).userFactors[1]).toEqual(sheet.userFactors[1])
    const broken = { ...sheet, itemFactors: [[NaN, 0, 0, 0, 0]] }
    expect(solveSheet(block, broken).userFactors[1]).toEqual(sheet.userFactors[1])
  })

  it.skipIf(!folder)(
    'gets the MovieLens 100K block below the errors of the lesson’s worksheet, from any start',
    async () => {
      const block = ratingBlock((await movieLens100k({ dir: folder! })).ratings, { item: 'title' })
      expect(block.items[0]).toBe('Star Wars (1977)')
      expect(block.ratings.flat().filter((rating) => rating !== null)).toHaveLength(190)
      for (const seed of [1, 2, 42]) {
        for (const [biases, lesson] of [
          [false, 0.393],
          [true, 0.319],
        ] as const) {
          const solved = solveSheet(block, startSheet(block, { biases, seed }))
          expect(sheetRmse(block, solved)).toBeLessThan(lesson)
        }
      }
    },
  )
})
