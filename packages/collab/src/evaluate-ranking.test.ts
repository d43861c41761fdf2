import { describe, expect, it } from 'vitest'
import { RatedVocabulary } from './rated-vocabulary.ts'
import { listQuality } from './evaluate-list.ts'
import { evaluateRanking } from './evaluate-ranking.ts'
import type { RawId } from './ratings.ts'
import type { Ranker } from './recommender-contract.ts'

describe('listQuality, by hand', () => {
  it('hits at ranks 1 and 3 of 4, three relevant', () => {
    const quality = listQuality([true, false, true, false], 3, 4)
    expect(quality.precision).toBe(2 / 4)
    expect(quality.recall).toBe(2 / 3)
    expect(quality.averagePrecision).toBeCloseTo((1 + 2 / 3) / 3, 12)
    expect(quality.ndcg).toBeCloseTo((1 + 1 / 2) / (1 + 1 / Math.log2(3) + 1 / 2), 12)
    expect(quality.hit).toBe(1)
  })
  it('a perfect list, shorter than what is relevant', () =>
    expect(listQuality([true, true], 5, 2)).toEqual({
      precision: 1,
      recall: 2 / 5,
      ndcg: 1,
      averagePrecision: 1,
      hit: 1,
    }))
  it('a list that misses, and an empty one', () => {
    const nothing = { precision: 0, recall: 0, ndcg: 0, averagePrecision: 0, hit: 0 }
    expect(listQuality([false, false], 1, 2)).toEqual(nothing)
    expect(listQuality([], 1, 2)).toEqual(nothing)
  })
})

describe('evaluateRanking, by hand', () => {
  // Four users, five items; A has 4 ratings, B 2, C, D and E 1 each; the mean rating is 4.
  const train = [
    ...['ann', 'bob', 'cat', 'dan'].map((user) => ({ user, item: 'A', rating: 4 })),
    { user: 'ann', item: 'B', rating: 5 },
    { user: 'bob', item: 'B', rating: 3 },
    { user: 'cat', item: 'C', rating: 4 },
    { user: 'dan', item: 'D', rating: 4 },
    { user: 'dan', item: 'E', rating: 4 },
  ]
  const test = [
    { user: 'ann', item: 'C', rating: 5 },
    { user: 'ann', item: 'D', rating: 1 },
    { user: 'cat', item: 'B', rating: 4 },
    { user: 'cat', item: 'E', rating: 4 },
    { user: 'eve', item: 'A', rating: 5 },
  ]
  const vocabulary = (ids: RawId[]) => new RatedVocabulary(ids, new Int32Array(6), new Float32Array(6))
  /** Recommends E, D, C, B, A in this order, except what is denied. */
  const backwards: Ranker = {
    users: vocabulary(['ann', 'bob', 'cat', 'dan']),
    items: vocabulary(['A', 'B', 'C', 'D', 'E']),
    recommend: (_, { n = 10, deny = [], includeSeen } = {}) => {
      expect(includeSeen).toBe(true)
      const denied = new Set(deny)
      return ['E', 'D', 'C', 'B', 'A']
        .filter((item) => !denied.has(item))
        .slice(0, n)
        .map((item, i) => ({ item, score: -i }))
    },
  }
  const report = evaluateRanking(backwards, { train, test }, { k: 2 })

  it('counts who takes part, and what is relevant', () => {
    expect(report.relevantFrom).toBe(4)
    expect([report.users, report.unknownUsers]).toEqual([2, 1])
  })

  it('scores the lists: ann gets E, D (wants C), cat gets E, D (wants B, E)', () => {
    const { model } = report
    expect(model.precision).toBe((0 + 1 / 2) / 2)
    expect(model.recall).toBe((0 + 1 / 2) / 2)
    expect(model.hitRate).toBe(1 / 2)
    expect(model.map).toBe((0 + 1 / 2) / 2)
    expect(model.ndcg).toBeCloseTo(1 / (1 + 1 / Math.log2(3)) / 2, 12)
    expect(model.coverage).toBe(2 / 5)
    expect(model.novelty).toBe(2) // E and D: one of four users knows each
  })

  it('has popularity beside it: ann gets C, D, cat gets B, D', () => {
    const { popularity } = report
    expect(popularity.precision).toBe(1 / 2)
    expect(popularity.recall).toBe((1 + 1 / 2) / 2)
    expect(popularity.hitRate).toBe(1)
    expect(popularity.coverage).toBe(3 / 5)
    expect(popularity.novelty).toBe((2 + 2 + 1 + 2) / 4)
  })

  it('prints both rows', () => {
    const lines = String(report).split('\n')
    expect(lines[0]).toContain('at 2')
    expect(lines[2]).toMatch(/^model +0\.2500/)
    expect(lines[3]).toMatch(/^popularity +0\.5000/)
  })

  it('refuses a test without anything relevant, and a k of 0', () => {
    const options = { relevantFrom: 6 }
    expect(() => evaluateRanking(backwards, { train, test }, options)).toThrow('test rating of at least 6')
    expect(() => evaluateRanking(backwards, { train, test }, { k: 0 })).toThrow('n is 0')
  })
})
