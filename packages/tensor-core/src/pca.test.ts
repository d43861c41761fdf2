import { expect, it } from 'vitest'
import { fixture } from '../../../fixtures.shared.ts'
import { ndArray } from './nd-array.ts'
import { pca } from './pca.ts'

const { x, sign_fixed_result, sign_fixed_components, explained_variance_ratio } = fixture<{
  x: number[][]
  sign_fixed_result: number[][]
  sign_fixed_components: number[][]
  explained_variance_ratio: number[]
}>('07_pca')
const rows = ndArray(Float32Array.from(x.flat()), [20, 6])

const closeTo = (actual: ArrayLike<number>, expected: readonly number[], tolerance: number) => {
  expect(actual.length).toBe(expected.length)
  expect(Math.max(...expected.map((value, i) => Math.abs(value - actual[i]!)))).toBeLessThan(tolerance)
}

it('gives the projection, axes and variances of PyTorch, with signs fixed', () => {
  const { projected, components, explainedVarianceRatio } = pca(rows, 3)
  expect(projected.shape).toEqual([20, 3])
  expect(components.shape).toEqual([6, 3])
  closeTo(projected.data, sign_fixed_result.flat(), 2e-6)
  closeTo(components.data, sign_fixed_components.flat(), 1e-6)
  closeTo(explainedVarianceRatio, explained_variance_ratio.slice(0, 3), 1e-6)
})

it('finds the one direction of points on a line', () => {
  const { explainedVarianceRatio } = pca(ndArray(Float32Array.of(1, 2, 2, 4, 3, 6), [3, 2]), 2)
  expect(explainedVarianceRatio[0]).toBeCloseTo(1, 12)
  expect(explainedVarianceRatio[1]).toBeCloseTo(0, 12)
})

it.each([
  ['more axes than columns', rows, 7, 'k is 7, expected 1 to 6'],
  ['a vector', ndArray(new Float32Array(3)), 1, 'pca needs [rows, columns], got [3]'],
  ['NaN', ndArray(Float32Array.of(1, NaN), [2, 1]), 1, 'NaN'],
])('refuses %s', (_, input, k, message) => {
  expect(() => pca(input, k)).toThrow(message)
})
