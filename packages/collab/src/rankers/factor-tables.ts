import type { Generator } from '@onecycle/tensor-core'
import type { FactorRule } from './factor-fold-in.ts'

/** What a factor ranker learns: one row of factors each, and a bias of items. Row 0 is the unknown id's: zeros. */
export interface TrainedFactors {
  /** `[users, factors]` */
  readonly userWeight: Float32Array
  /** `[items, factors]` */
  readonly itemWeight: Float32Array
  /** `[items]` */
  readonly itemBias: Float32Array
  readonly rule: FactorRule
}

/** Factors in memory, so that rows are whole pairs of SIMD vectors. */
export const paddedFactors = (factors: number): number => Math.ceil(factors / 8) * 8

/** Small normal numbers in the first `factors` columns of each row but the unknown one. */
export function fillRandom(table: Float32Array, factors: number, sd: number, rng: Generator): void {
  const width = paddedFactors(factors)
  for (let row = width; row < table.length; row += width)
    for (let k = 0; k < factors; k++) table[row + k] = sd * rng.normal()
}

/** The table without padding. */
export function unpadded(table: Float32Array, factors: number): Float32Array {
  const width = paddedFactors(factors)
  const rows = table.length / width
  const copy = new Float32Array(rows * factors)
  for (let row = 0; row < rows; row++)
    copy.set(table.subarray(row * width, row * width + factors), row * factors)
  return copy
}
