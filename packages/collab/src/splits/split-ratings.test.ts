import { describe, expect, it } from 'vitest'
import { numpySplit } from './numpy-split.ts'
import { randomSplit } from './random-split.ts'
import { splitRatings, type SplitChoice } from './split-ratings.ts'

const ratings = { user: new Int32Array(10), item: new Int32Array(10), rating: new Float32Array(10) }
const options = { validPct: 0.3, seed: 7 }
const rows = (...numbers: number[]) => Uint32Array.from(numbers)

describe('splitRatings', () => {
  it('takes a name, a rule or the rows themselves', () => {
    expect(splitRatings(ratings, 'random', options)).toEqual(randomSplit(10, 0.3, 7))
    expect(splitRatings(ratings, 'numpy', options)).toEqual(numpySplit(10, 0.3, 7))
    const split = { train: rows(1, 2), valid: rows(0) }
    expect(splitRatings(ratings, split, options)).toEqual(split)
    const rule = (given: unknown, givenOptions: unknown) => {
      expect([given, givenOptions]).toEqual([ratings, options])
      return split
    }
    expect(splitRatings(ratings, rule, options)).toEqual(split)
  })

  it('gives arrays that share no memory with those given', () => {
    const split = { train: rows(1, 2), valid: rows(0) }
    const own = splitRatings(ratings, split, options)
    own.train.fill(9)
    own.valid.fill(9)
    expect(split).toEqual({ train: rows(1, 2), valid: rows(0) })
  })

  it.each([
    [{ train: rows(1, 10), valid: rows(0) }, 'train has row 10; expected a row number from 0 to 9'],
    [{ train: rows(1, 2), valid: rows(2) }, 'valid has row 2; the split has it twice'],
    [{ train: rows(1, 1), valid: rows() }, 'train has row 1; the split has it twice'],
    [{ train: rows(1), valid: [0.5] as unknown as Uint32Array }, 'valid has row 0.5; expected a row number'],
    ['foo', `split is "foo"; expected 'random', 'numpy', a rule`],
    [{ train: rows(1) }, 'split is {"train":{"0":1}}; expected'],
    [() => undefined, 'split is a rule without train and valid; expected'],
  ])('refuses %j', (split, message) => {
    expect(() => splitRatings(ratings, split as SplitChoice, options)).toThrow(message)
  })
})
