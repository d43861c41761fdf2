import { describe, expect, it } from 'vitest'
import { crossValidate } from './evaluate-cross-validate.ts'
import { evaluate } from './evaluate.ts'
import type { Predictor } from './recommender-contract.ts'

const always = (score: number): Predictor => ({
  predict: (user) => ({ score, unknown: user === 'nobody' ? [user] : [] }),
})
const test = [
  { user: 'ann', item: 'A', rating: 3 },
  { user: 'bob', item: 'A', rating: 5 },
  { user: 'nobody', item: 'B', rating: 1 },
]

describe('evaluate', () => {
  it('gives exact errors over all rows', () => {
    // The errors are 1, -1 and 3.
    expect(evaluate(always(4), test)).toEqual({
      rmse: Math.sqrt(11 / 3),
      mae: 5 / 3,
      rows: 3,
      unknownRows: 1,
    })
  })

  it('looks items up by title where training did', () => {
    const seen: unknown[] = []
    const predictor: Predictor = {
      predict: (_, item) => {
        seen.push(item)
        return { score: 3, unknown: [] }
      },
    }
    const columns = { user: [1], item: [50], rating: Float32Array.of(3), title: ['Star Wars (1977)'] }
    expect(evaluate(predictor, columns, { item: 'title' }).rmse).toBe(0)
    expect(seen).toEqual(['Star Wars (1977)'])
    expect(() => evaluate(predictor, test, { item: 'title' })).toThrow('no column "title"')
    expect(() => evaluate(predictor, [])).toThrow('there are no ratings')
  })
})

describe('crossValidate', () => {
  it('fits each fold on its training part, and averages the errors', async () => {
    const folds = [
      { train: test.slice(0, 1), test: test.slice(1, 2) },
      { train: test.slice(1, 2), test: test.slice(0, 1) },
      { train: test.slice(1, 2), test: test.slice(2) },
    ]
    const order: number[] = []
    const result = await crossValidate(folds, (train, fold) => {
      order.push(fold)
      return Promise.resolve(always(train[0]!.rating))
    })
    expect(order).toEqual([0, 1, 2])
    expect(result.folds.map(({ rmse }) => rmse)).toEqual([2, 2, 4])
    expect(result.rmse.mean).toBeCloseTo(8 / 3, 12)
    expect(result.rmse.sd).toBeCloseTo(Math.sqrt(4 / 3), 12)
    expect(result.mae).toEqual(result.rmse)
  })

  it('takes folds as they come, one or many, but not none', async () => {
    async function* folds(count: number) {
      for (let i = 0; i < count; i++) yield { train: test, test }
    }
    expect((await crossValidate(folds(1), () => always(3))).rmse.sd).toBe(0)
    await expect(crossValidate(folds(0), () => always(3))).rejects.toThrow('there are no folds')
  })
})
