import { describe, expect, it } from 'vitest'
import { loadersOf, matrixOf, tasteRatings } from './data-for-tests.ts'
import { fitRanker } from './fit-ranker.ts'
import { linkBetween } from './item-links.ts'

describe.each([
  ['more users than items', 30, 13],
  ['more items than users', 11, 26],
])('EASE with %s', (_, users, items) => {
  const dls = loadersOf(tasteRatings(users, items))
  const lambda = 3
  const { links } = fitRanker(dls, { model: 'ease', regularisation: lambda }).parts

  it('satisfies the normal equations of |X - XB|^2 + lambda |B|^2 off the diagonal, which is 0', () => {
    const x = matrixOf(dls)
    const gram = (i: number, j: number) => x.reduce((sum, row) => sum + row[i]! * row[j]!, 0)
    for (let target = 1; target < dls.items.size; target++) {
      expect(linkBetween(links, target, target)).toBe(0)
      for (let j = 1; j < dls.items.size; j++) {
        if (j === target) continue
        let left = lambda * linkBetween(links, j, target)
        for (let k = 1; k < dls.items.size; k++) left += gram(j, k) * linkBetween(links, k, target)
        expect(left).toBeCloseTo(gram(j, target), 3)
      }
    }
  })

  it('keeps the strongest links where it may not keep all', () => {
    const few = fitRanker(dls, { model: 'ease', regularisation: lambda, neighbours: 3 }).parts.links
    for (let target = 1; target < dls.items.size; target++) {
      const weights = Array.from({ length: dls.items.size }, (_, j) => linkBetween(links, j, target))
      const strongest = weights.map(Math.abs).sort((a, b) => b - a)[2]!
      weights.forEach((weight, j) =>
        expect(linkBetween(few, j, target)).toBe(Math.abs(weight) >= strongest ? weight : 0),
      )
    }
  })
})

it('refuses what it cannot use', () => {
  const dls = loadersOf(tasteRatings(5, 5))
  expect(() => fitRanker(dls, { model: 'ease', regularisation: NaN })).toThrow('regularisation is NaN')
  expect(() => fitRanker(dls, { model: 'ease', neighbours: 0 })).toThrow('neighbours is 0')
  expect(() => fitRanker(dls, { model: 'ease', from: 6 })).toThrow('training ratings is at least 6')
  // @ts-expect-error no such model
  expect(() => fitRanker(dls, { model: 'magic' })).toThrow('model is "magic"; expected ials')
})
