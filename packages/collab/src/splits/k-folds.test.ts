import { describe, expect, it } from 'vitest'
import { kFolds } from './k-folds.ts'
import { checkSplit } from './split.ts'

describe('kFolds', () => {
  it('has each row in the validation part of one fold', () => {
    const folds = kFolds(23, 5)
    expect(folds.map(({ valid }) => valid.length)).toEqual([4, 5, 4, 5, 5])
    expect(folds.flatMap(({ valid }) => [...valid]).sort((a, b) => a - b)).toEqual([...Array(23).keys()])
    for (const fold of folds) {
      expect(checkSplit(fold, 23).train).toHaveLength(23 - fold.valid.length)
      expect(fold.train).toEqual(fold.train.toSorted())
    }
    expect(kFolds(23, 5)).toEqual(folds)
    expect(kFolds(23, 5, 1)).not.toEqual(folds)
  })

  it.each([1, 24, 2.5])('refuses %d folds of 23 rows', (k) => {
    expect(() => kFolds(23, k)).toThrow(`kFolds: k is ${k}; expected an integer from 2 to the 23 rows`)
  })
})
