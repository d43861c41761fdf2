import { describe, expect, it } from 'vitest'
import { rerank, type ItemFacts, type RerankOptions } from './rerank.ts'

// A and B are alike, C is across both, D is the opposite of A; few know A, many know D.
const pool = [
  { item: 'A', score: 10 },
  { item: 'B', score: 9 },
  { item: 'C', score: 6 },
  { item: 'D', score: 0 },
]
const factors: Record<string, number[]> = { A: [2, 0], B: [3, 0.3], C: [0, 1], D: [-1, 0] }
const counts: Record<string, number> = { A: 1, B: 5, C: 20, D: 100 }
const facts: ItemFacts = {
  countOf: (item) => counts[item]!,
  factorsOf: (item) => Float32Array.from(factors[item]!),
}
const order = (options: RerankOptions, n = 4) =>
  rerank(pool, n, options, facts)
    .map(({ item }) => item)
    .join('')

describe('rerank', () => {
  it('leaves the order as it is unless told otherwise', () => {
    expect(order({})).toBe('ABCD')
    expect(order({}, 2)).toBe('AB')
    expect(rerank([], 3, { diversity: 0.5 }, facts)).toEqual([])
  })

  it('puts what is alike further apart, by hand', () => {
    // After A, at 0.5: B 0.45 - 0.4975, C 0.3 - 0, D 0 + 0.5: D. Then B -0.0475, C 0.3 - 0: C.
    expect(order({ diversity: 0.5 })).toBe('ADCB')
    // At 0.2: B 0.72 - 0.199, C 0.48, D 0.2: B. Then C 0.48 - 0.0199, D 0.2.
    expect(order({ diversity: 0.2 })).toBe('ABCD')
    expect(order({ diversity: 0.3 })).toBe('ACBD')
  })

  it('goes from what few know to what many know', () => {
    expect(order({ popularity: 1 })).toBe('DCBA')
    expect(order({ popularity: -1 })).toBe('ABCD')
    // Of ln(1 + count) from 0 to 1 A has 0, B 0.280, C 0.600, D 1; at 0.5 A 0.5, B 0.59, C 0.6, D 0.5.
    expect(order({ popularity: 0.5 })).toBe('CBAD')
  })

  it('refuses what is out of range', () => {
    expect(() => order({ diversity: 1.1 })).toThrow('diversity is 1.1; expected a number from 0 to 1')
    expect(() => order({ popularity: NaN })).toThrow('popularity is NaN; expected a number from -1 to 1')
  })
})
