import { Generator } from '@onecycle/tensor-core'
import { expect, it } from 'vitest'
import { RankerWasm } from './ranker-wasm.ts'

it.each([4, 8, 20, 64])('inverts a positive definite matrix of %i rows', (n) => {
  const rng = new Generator(n)
  const rows = Array.from({ length: n }, () => Array.from({ length: n }, () => rng.normal()))
  const a = (i: number, j: number) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, i === j ? n : 0)
  const wasm = new RankerWasm([n * n, n * n])
  const lower = Float32Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n]
    return j <= i ? a(i, j) : NaN // only the lower triangle is read
  })
  const inverse = wasm.float32(lower)
  expect(wasm.kernels.invert(inverse.byteOffset, wasm.float32(n * n).byteOffset, n)).toBe(1)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0
      for (let k = 0; k < n; k++) sum += a(i, k) * inverse[k * n + j]!
      expect(Math.abs(sum - Number(i === j))).toBeLessThan(1e-4)
    }
  }
})

it('says so where a matrix is not positive definite', () => {
  const wasm = new RankerWasm([16, 16])
  const a = wasm.float32([1, 0, 0, 0, 2, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])
  expect(wasm.kernels.invert(a.byteOffset, wasm.float32(16).byteOffset, 4)).toBe(0)
})
