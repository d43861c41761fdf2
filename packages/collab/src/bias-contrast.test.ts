import { expect, it } from 'vitest'
import { Generator } from '@onecycle/tensor-core'
import { biasContrast } from './bias-contrast.ts'

it('finds the pair of like means whose biases differ most, the lower bias first', () => {
  const films = [
    { title: 'A', meanRating: 3.5, bias: 0.4 },
    { title: 'B', meanRating: 4.5, bias: 0.9 },
    { title: 'C', meanRating: 3.51, bias: -0.2 },
    { title: 'D', meanRating: 3.52, bias: 0.1 },
  ]
  expect(biasContrast(films)?.map(({ title }) => title)).toEqual(['C', 'A'])
  expect(biasContrast(films, { within: 0.001 })).toBeNull()
})

it('agrees with a look at all pairs', () => {
  const random = new Generator(5)
  const films = Array.from({ length: 60 }, () => ({
    meanRating: 1 + 4 * random.uniform(),
    bias: random.normal(),
  }))
  const [lower, higher] = biasContrast(films, { within: 0.05 })!
  const apart = films.flatMap((a) =>
    films.filter((b) => Math.abs(a.meanRating - b.meanRating) <= 0.05).map((b) => Math.abs(a.bias - b.bias)),
  )
  expect(higher.bias - lower.bias).toBe(Math.max(...apart))
})
