import { describe, expect, it } from 'vitest'
import { ndArray } from '@onecycle/tensor-core'
import { randomRecommender } from './recommender-for-tests.ts'
import { Recommender } from './recommender.ts'

// Four items: 1 = (1, 0), 2 = (3, 0), 3 = (0.8, 0.6), 4 = (0, 0).
const { parts } = randomRecommender({ users: 2, items: 4, factors: 2 })
const rec = new Recommender({
  ...parts,
  itemWeight: ndArray(Float32Array.of(9, 9, 1, 0, 3, 0, 0.8, 0.6, 0, 0), [5, 2]),
  userWeight: ndArray(Float32Array.of(9, 9, 1, 2, -1, 2), [3, 2]),
})
const rounded = (list: { item: unknown; score: number }[]) =>
  list.map(({ item, score }) => [item, Number(score.toFixed(5))])

describe('similarItems', () => {
  it('by cosine: direction, not length', () =>
    expect(rounded(rec.similarItems(1))).toEqual([
      [2, 1],
      [3, 0.8],
      [4, 0],
    ]))
  it('by dot product: long vectors first', () =>
    expect(rounded(rec.similarItems(3, { by: 'dot', n: 2 }))).toEqual([
      [2, 2.4],
      [1, 0.8],
    ]))
  it('by distance, as a negative number', () =>
    expect(rounded(rec.similarItems(1, { by: 'euclid' }))).toEqual([
      [3, -0.63246],
      [4, -1],
      [2, -2],
    ]))
  it('leaves out what has too few ratings', () =>
    expect(rec.similarItems(1, { minRatings: 3 }).map(({ item }) => item)).toEqual([3, 4]))
})

it('similarUsers', () =>
  expect(rec.similarUsers('u1')).toEqual([{ user: 'u2', score: expect.closeTo(0.6, 6) as number }]))

it('refuses what it does not know', () => {
  expect(() => rec.similarItems('Fargo')).toThrow('item "Fargo" is not among the 4 items of this model')
  expect(() => rec.similarUsers('u9')).toThrow('user "u9" is not among the 2 users of this model')
  expect(() => rec.similarItems(1, { by: 'taste' as 'dot' })).toThrow(
    'by is "taste"; expected one of cosine, dot, euclid',
  )
  expect(() => rec.similarItems(1, { n: -1 })).toThrow('n is -1')
})
