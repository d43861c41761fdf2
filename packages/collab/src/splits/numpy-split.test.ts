import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fixture } from '../../../../fixtures.shared.ts'
import { numpyPermutation, numpySplit } from './numpy-split.ts'

const { split: numpy } = fixture<{
  split: {
    seed42_n20: number[]
    seed42_n100000_first20: number[]
    seed42_n100000_sha256_of_first_10000_comma_joined: string
    seed42_n6031_first20: number[]
  }
}>('10_misc')

describe('numpySplit', () => {
  it("permutes as numpy's RandomState does", () => {
    expect([...numpyPermutation(20, 42)]).toEqual(numpy.seed42_n20)
    expect([...numpyPermutation(6_031, 42).subarray(0, 20)]).toEqual(numpy.seed42_n6031_first20)
    const order = numpyPermutation(100_000, 42)
    expect([...order.subarray(0, 20)]).toEqual(numpy.seed42_n100000_first20)
    const hash = createHash('sha256').update(order.subarray(0, 10_000).join(',')).digest('hex')
    expect(hash).toBe(numpy.seed42_n100000_sha256_of_first_10000_comma_joined)
  })

  it('takes the first rows of the permutation for validation, the rest for training, both in row order', () => {
    const { train, valid } = numpySplit(20, 0.2, 42)
    expect([...valid]).toEqual([0, 1, 15, 17])
    expect([...train]).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 18, 19])
  })

  it.each([-1, 1.5, 2 ** 32])('refuses seed %d', (seed) => {
    expect(() => numpySplit(20, 0.2, seed)).toThrow(`seed is ${seed}; numpy expects an integer from 0`)
  })
})
