import { describe, expect, it } from 'vitest'
import { randomRecommender } from './recommender-for-tests.ts'
import type { WaterfallStep } from './waterfall.ts'

const sum = (steps: readonly WaterfallStep[], of: 'raw' | 'change') =>
  steps.reduce((total, step) => total + step[of], 0)

const logit = (score: number) => Math.log(score / (5.5 - score))

const ratings = [
  { item: 2, rating: 5 },
  { item: 3, rating: 1 },
  { item: 5, rating: 4.5 },
  { item: 8, rating: 2 },
]

describe.each([null, [0, 5.5] as const])('waterfall, yRange %j', (yRange) => {
  const rec = randomRecommender({ yRange })
  const folded = rec.foldIn(ratings)

  it.each([0, 2, 40])('sums to the score, before and after the sigmoid, with %i parts of taste', (most) => {
    for (const item of rec.items.rawIds) {
      for (const [steps, score] of [
        [rec.waterfall('u3', item, { most }), rec.predict('u3', item).score],
        [folded.waterfall(item, { most }), folded.predict(item).score],
      ] as const) {
        expect(sum(steps, 'change')).toBeCloseTo(score, 10)
        expect(steps.at(-1)!.score).toBeCloseTo(score, 10)
        expect(sum(steps, 'raw')).toBeCloseTo(yRange ? logit(score) : score, 5)
      }
    }
  })

  it('names each part once, the largest of taste first', () => {
    const steps = rec.waterfall('u3', 4, { most: 2 })
    expect(steps.map(({ part }) => part)).toEqual([
      'global',
      'itemBias',
      'userBias',
      'factor',
      'factor',
      'rest',
    ])
    const { factors } = rec.explain('u3', 4)
    const [first, second] = [...factors.keys()].sort((a, b) => Math.abs(factors[b]!) - Math.abs(factors[a]!))
    expect(steps.slice(3, 5).map(({ id }) => id)).toEqual([first, second])
    expect(steps.at(-1)!.count).toBe(3)
  })

  it('tells which ratings speak for and against, and through what', () => {
    const steps = folded.waterfall(4, { most: 4 })
    expect(steps.map(({ part }) => part)).toEqual([
      'global',
      'itemBias',
      'averageTaste',
      'userBias',
      'rating',
      'rating',
      'rating',
      'rating',
    ])
    const byItem = new Map(ratings.map(({ item, rating }) => [item, rating]))
    for (const { id, rating } of steps.slice(4)) expect(rating).toBe(byItem.get(id as number))
    const { userBias } = folded.explain(4)
    expect(steps[3]!.raw).toBeCloseTo(userBias, 6)
  })
})
