import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import { ndArray, OnecycleError, type NdArray } from '@onecycle/tensor-core'

export interface Pca {
  /** The rows of x, centred, on the k axes. `[rows, k]` */
  readonly projected: NdArray<Float32Array>
  /** The axes, one a column, of length 1. `[columns, k]` */
  readonly components: NdArray<Float32Array>
  /** The share of the total variance on each axis, largest first. `[k]` */
  readonly explainedVarianceRatio: Float64Array
}

/**
 * Principal component analysis: the k orthogonal axes along which the rows of x vary most.
 *
 * Columns are centred and not scaled, as fast.ai's `pca` does. Signs are fixed: the entry of each axis
 * with the largest absolute value is positive, so that pictures are stable.
 *
 * @param x `[rows, columns]`
 * @throws OnecycleError `SHAPE_MISMATCH`, `BAD_COMPONENTS`, `NOT_FINITE`
 */
export function pca(x: NdArray, k = 2): Pca {
  const [rows, columns] = x.shape
  if (x.shape.length !== 2 || !rows || !columns) {
    throw new OnecycleError('SHAPE_MISMATCH', `pca needs [rows, columns], got [${x.shape.join(', ')}]`, {
      shape: x.shape,
    })
  }
  if (!Number.isInteger(k) || k < 1 || k > columns) {
    throw new OnecycleError(
      'BAD_COMPONENTS',
      `pca of ${columns} columns: k is ${k}, expected 1 to ${columns}`,
      { k, columns },
    )
  }
  if (!x.data.every(Number.isFinite)) {
    throw new OnecycleError('NOT_FINITE', 'pca: x has NaN or infinite values', {})
  }
  const centred = new Matrix(rows, columns)
  for (let i = 0; i < x.data.length; i++) centred.set(Math.floor(i / columns), i % columns, x.data[i]!)
  centred.center('column')
  const scatter = centred.transpose().mmul(centred)
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(scatter, {
    assumeSymmetric: true,
  })

  const total = realEigenvalues.reduce((sum, value) => sum + Math.max(value, 0), 0)
  const largestFirst = realEigenvalues
    .map((_, i) => i)
    .sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!)
  const axes = new Matrix(columns, k)
  const explainedVarianceRatio = new Float64Array(k)
  for (let j = 0; j < k; j++) {
    const axis = eigenvectorMatrix.getColumn(largestFirst[j]!)
    const peak = axis.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0)
    axes.setColumn(j, peak < 0 ? axis.map((value) => -value) : axis)
    explainedVarianceRatio[j] = total > 0 ? Math.max(realEigenvalues[largestFirst[j]!]!, 0) / total : 0
  }
  const flat = (matrix: Matrix) =>
    ndArray(Float32Array.from(matrix.to1DArray()), [matrix.rows, matrix.columns])
  return { projected: flat(centred.mmul(axes)), components: flat(axes), explainedVarianceRatio }
}
