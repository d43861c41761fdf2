import { describe, expect, it } from 'vitest'
import { randomRecommender } from './recommender-for-tests.ts'

const rec = randomRecommender()
const itemsOf = (list: readonly { item: unknown }[]) => list.map(({ item }) => item)
const unseenBy = (user: string) => {
  const seen = new Set(rec.rated.ofUser(rec.users.indexOf(user)))
  return rec.items.rawIds.filter((item) => !seen.has(rec.items.indexOf(item)))
}
const byScore = (user: string, items: readonly (string | number)[]) =>
  items.map((item) => ({ item, score: rec.predict(user, item).score })).sort((a, b) => b.score - a.score)

describe('recommend', () => {
  it('orders by what predict says', () => {
    expect(rec.recommend({ user: 'u3' }, { n: 99 })).toEqual(byScore('u3', unseenBy('u3')))
    expect(rec.recommend({ user: 'u3' }, { n: 4, includeSeen: true })).toEqual(
      byScore('u3', rec.items.rawIds).slice(0, 4),
    )
  })

  it('keeps to allowed items, leaves out denied ones, and passes over ids it does not know', () => {
    expect(itemsOf(rec.recommend({ user: 'u1' }, { allow: [9, 5, 'no film'] })).sort()).toEqual([5, 9])
    expect(itemsOf(rec.recommend({ user: 'u1' }, { allow: [9, 5], deny: [5, 'no film'] }))).toEqual([9])
    expect(rec.recommend({ user: 'u1' }, { allow: [] })).toEqual([])
    expect(itemsOf(rec.recommend({ user: 'u1' }, { n: 99, deny: new Set([7]) }))).not.toContain(7)
  })

  it('leaves out what has too few ratings', () => {
    // Item i has i ratings.
    const found = itemsOf(rec.recommend({ user: 'u1' }, { n: 99, minRatings: 8 }))
    expect(found.sort((a, b) => Number(a) - Number(b))).toEqual([8, 9, 10, 11])
    expect(() => rec.recommend({ user: 'u1' }, { minRatings: NaN })).toThrow('minRatings is NaN')
  })
})

describe('recommendAll', () => {
  it.each([1, 3, 4, 7, 130])('gives %i users what recommend gives each', (users) => {
    for (const items of [1, 2, 11]) {
      const many = randomRecommender({ users, items, factors: 3 })
      const lists = many.recommendAll(undefined, { n: 3, deny: [2] })
      expect([...lists.keys()]).toEqual(many.users.rawIds)
      for (const [user, list] of lists) expect(list).toEqual(many.recommend({ user }, { n: 3, deny: [2] }))
    }
  })

  it('takes users in the order asked, and names one that it does not know', () => {
    expect([...rec.recommendAll(['u5', 'u2']).keys()]).toEqual(['u5', 'u2'])
    expect(rec.recommendAll([]).size).toBe(0)
    expect(() => rec.recommendAll(['u5', 'u99'])).toThrow('user "u99" is not among the 7 users')
  })
})
