/**
 * Cholesky's factorisation A = L L^T of a symmetric matrix, in place: only the lower triangle of `a` is read,
 * and it becomes L.
 *
 * @param a `[size, size]`, row-major
 * @returns false where A is not positive definite; `a` is then of no use
 */
export function factorise(a: Float64Array, size: number): boolean {
  for (let i = 0; i < size; i++) {
    const rowI = i * size
    for (let j = 0; j <= i; j++) {
      const rowJ = j * size
      let sum = a[rowI + j]!
      for (let k = 0; k < j; k++) sum -= a[rowI + k]! * a[rowJ + k]!
      if (j < i) {
        a[rowI + j] = sum / a[rowJ + j]!
      } else {
        if (!(sum > 0)) return false
        a[rowI + i] = Math.sqrt(sum)
      }
    }
  }
  return true
}

/** Solves L L^T x = b in place: `b` becomes x. `l` as {@link factorise} leaves it. */
export function solveFactorised(l: Float64Array, size: number, b: Float64Array): void {
  for (let i = 0; i < size; i++) {
    let sum = b[i]!
    for (let k = 0; k < i; k++) sum -= l[i * size + k]! * b[k]!
    b[i] = sum / l[i * size + i]!
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = b[i]!
    for (let k = i + 1; k < size; k++) sum -= l[k * size + i]! * b[k]!
    b[i] = sum / l[i * size + i]!
  }
}
