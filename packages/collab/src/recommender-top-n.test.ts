import { expect, it } from 'vitest'
import { Generator } from '@onecycle/tensor-core'
import { NO_CANDIDATE, topN } from './recommender-top-n.ts'

it('gives the largest first, of equals the first', () => {
  expect([...topN(Float32Array.of(1, 3, 2, 3, 0), 3)]).toEqual([1, 3, 2])
  expect([...topN(new Float32Array(6), 4)]).toEqual([0, 1, 2, 3])
})

it('leaves out what is no candidate', () => {
  expect([...topN(Float32Array.of(NO_CANDIDATE, -5, NaN, 2), 10)]).toEqual([3, 1])
  expect([...topN(new Float32Array(0), 3)]).toEqual([])
})

it('agrees with sorting, for every n and with many equals', () => {
  const rng = new Generator(3)
  for (let n = 1; n <= 40; n++) {
    const scores = Float32Array.from({ length: 40 }, () => rng.integer(15))
    const sorted = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b)
    expect([...topN(scores, n)]).toEqual(sorted.slice(0, n))
  }
})
