import { totals } from './vector'

/**
 * The inverse of a symmetric positive definite matrix, in place.
 *
 * Three passes over rows, all of them dot products of rows: A = L L^T; N = L^-T; A^-1 = N N^T. Each pass goes
 * block by block of 4 by 4, so that what is read is used four times.
 *
 * @param a float32 `[n, n]`, n a multiple of 4; only the lower triangle is read
 * @param inverse float32 `[n, n]`, zeros: room for N
 * @returns 0 where A is not positive definite
 */
export function invert(a: usize, inverse: usize, n: i32): i32 {
  const stride = <usize>n << 2
  for (let i: usize = 0; i < stride; i += 16) if (!factoriseRows(a, stride, i)) return 0
  for (let i: usize = 0; i < stride; i += 16) invertRows(a, inverse, stride, i)
  for (let i: usize = 0; i < stride; i += 16) multiplyRows(inverse, a, stride, i)
  return 1
}

/** Where an entry is; both indices are in bytes of a column. */
@inline
function entry(m: usize, stride: usize, row: usize, column: usize): usize {
  return m + (row >> 2) * stride + column
}

/** Rows i to i + 3 of L, from those before them. */
@inline
function factoriseRows(a: usize, stride: usize, i: usize): bool {
  for (let j: usize = 0; j <= i; j += 16) {
    subtractDots(entry(a, stride, i, 0), entry(a, stride, j, 0), stride, 0, j, entry(a, stride, i, j))
    for (let r: usize = 0; r < 16; r += 4) {
      for (let c: usize = 0; c < 16; c += 4) {
        if (i + r < j + c) continue
        const at = entry(a, stride, i + r, j + c)
        let sum = load<f32>(at)
        for (let k: usize = j; k < j + c; k += 4) {
          sum -= load<f32>(entry(a, stride, i + r, k)) * load<f32>(entry(a, stride, j + c, k))
        }
        if (i + r > j + c) {
          store<f32>(at, sum / load<f32>(entry(a, stride, j + c, j + c)))
        } else {
          if (!(sum > 0)) return false
          store<f32>(at, sqrt<f32>(sum))
        }
      }
    }
  }
  return true
}

/** Columns i to i + 3 of N = L^-T, which are rows of L^-1, from those before them. */
@inline
function invertRows(l: usize, n: usize, stride: usize, i: usize): void {
  for (let j: usize = 0; j <= i; j += 16) {
    // N_ji = (d_ij - sum_k L_ik N_jk) / L_ii; N's block is transposed against L's.
    subtractDots(entry(n, stride, j, 0), entry(l, stride, i, 0), stride, j, i, entry(n, stride, j, i))
    for (let r: usize = 0; r < 16; r += 4) {
      for (let c: usize = 0; c < 16; c += 4) {
        if (j + r > i + c) continue
        const at = entry(n, stride, j + r, i + c)
        let sum: f32 = j + r == i + c ? 1 : load<f32>(at)
        for (let k: usize = i; k < i + c; k += 4) {
          sum -= load<f32>(entry(l, stride, i + c, k)) * load<f32>(entry(n, stride, j + r, k))
        }
        store<f32>(at, sum / load<f32>(entry(l, stride, i + c, i + c)))
      }
    }
  }
}

/** Rows i to i + 3 of N N^T, and the columns that mirror them. */
@inline
function multiplyRows(n: usize, product: usize, stride: usize, i: usize): void {
  for (let j: usize = 0; j <= i; j += 16) {
    const at = entry(product, stride, i, j)
    for (let r: usize = 0; r < 4; r++) v128.store(at + r * stride, f32x4.splat(0))
    subtractDots(entry(n, stride, i, 0), entry(n, stride, j, 0), stride, i, stride, at)
    for (let r: usize = 0; r < 4; r++) v128.store(at + r * stride, f32x4.neg(v128.load(at + r * stride)))
    for (let r: usize = 0; r < 4; r++) {
      for (let c: usize = 0; c < 16; c += 4) {
        store<f32>(entry(product, stride, j + c, i + (r << 2)), load<f32>(at + r * stride + c))
      }
    }
  }
}

/** out_rc -= sum over columns from `from` to `to` of a_r b_c, for four rows a and four rows b. */
@inline
function subtractDots(a: usize, b: usize, stride: usize, from: usize, to: usize, out: usize): void {
  for (let r: usize = 0; r < 4; r += 2) {
    const first = a + r * stride
    const second = first + stride
    let p0 = f32x4.splat(0), p1 = f32x4.splat(0), p2 = f32x4.splat(0), p3 = f32x4.splat(0)
    let q0 = f32x4.splat(0), q1 = f32x4.splat(0), q2 = f32x4.splat(0), q3 = f32x4.splat(0)
    for (let k = from; k < to; k += 16) {
      const x = v128.load(first + k)
      const y = v128.load(second + k)
      const b0 = v128.load(b + k)
      p0 = f32x4.add(p0, f32x4.mul(x, b0))
      q0 = f32x4.add(q0, f32x4.mul(y, b0))
      const b1 = v128.load(b + stride + k)
      p1 = f32x4.add(p1, f32x4.mul(x, b1))
      q1 = f32x4.add(q1, f32x4.mul(y, b1))
      const b2 = v128.load(b + 2 * stride + k)
      p2 = f32x4.add(p2, f32x4.mul(x, b2))
      q2 = f32x4.add(q2, f32x4.mul(y, b2))
      const b3 = v128.load(b + 3 * stride + k)
      p3 = f32x4.add(p3, f32x4.mul(x, b3))
      q3 = f32x4.add(q3, f32x4.mul(y, b3))
    }
    const row = out + r * stride
    v128.store(row, f32x4.sub(v128.load(row), totals(p0, p1, p2, p3)))
    const next = row + stride
    v128.store(next, f32x4.sub(v128.load(next), totals(q0, q1, q2, q3)))
  }
}
