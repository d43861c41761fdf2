import { describe, expect, it } from 'vitest'
import { ndArray } from '@onecycle/tensor-core'
import type { Explanation } from './explain.ts'
import { randomRecommender } from './recommender-for-tests.ts'
import { Recommender } from './recommender.ts'

const sum = ({ global, userBias, itemBias, factors }: Explanation) =>
  factors.reduce((total, value) => total + value, global + userBias + itemBias)

describe.each([null, [0, 5.5] as const])('explain, yRange %j', (yRange) => {
  const rec = randomRecommender({ yRange })

  it('adds up to the score before the sigmoid, for every user and item', () => {
    for (const user of rec.users.rawIds) {
      for (const item of rec.items.rawIds) {
        const explained = rec.explain(user, item)
        const { score } = rec.predict(user, item)
        expect(Math.abs(sum(explained) - explained.raw)).toBeLessThan(1e-5)
        expect(explained.score).toBeCloseTo(score, 12)
        const raw = yRange ? Math.log(score / (5.5 - score)) : score
        expect(explained.raw).toBeCloseTo(raw, 5)
      }
    }
  })

  it('holds for folded users and items, too', () => {
    const user = rec.foldIn([{ item: 3, rating: 5 }])
    const item = rec.foldInItem([{ user: 'u3', rating: 5 }])
    for (const explained of [user.explain(4), item.explain('u5')])
      expect(Math.abs(sum(explained) - explained.raw)).toBeLessThan(1e-5)
    expect(user.explain(4).score).toBeCloseTo(user.predict(4).score, 12)
    expect(item.explain('u5').score).toBeCloseTo(item.predict('u5').score, 12)
  })
})

it('splits a score by hand', () => {
  const { parts } = randomRecommender({ users: 2, items: 2, factors: 2, yRange: null })
  const rec = new Recommender({
    ...parts,
    userWeight: ndArray(Float32Array.of(9, 9, 1, 2, 0, 0), [3, 2]),
    itemWeight: ndArray(Float32Array.of(9, 9, 3, -1, 0, 0), [3, 2]),
    userBias: Float32Array.of(9, 1, 0),
    itemBias: Float32Array.of(9, 2, 3),
  })
  expect(rec.explain('u1', 1)).toEqual({
    score: 4,
    raw: 4,
    global: 0.5 + 2.5,
    userBias: 0.5,
    itemBias: -0.5,
    factors: Float64Array.of(3, -2),
  })
  expect(() => rec.explain('u9', 1)).toThrow('user "u9" is not among the 2 users of this model')
  expect(() => rec.explain('u1', 'Fargo')).toThrow('item "Fargo" is not among the 2 items of this model')
})
