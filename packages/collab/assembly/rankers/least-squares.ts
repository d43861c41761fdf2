import { addFour, addScaled, clear, dot, dotFour, scaleAndAdd } from './vector'

/**
 * Sets gram `[factors, factors]` to alpha Q^T Q + lambda I, for Q `[rows, factors]`.
 *
 * @param stride bytes of a row, a multiple of 32
 */
export function gramOf(q: usize, rows: i32, stride: usize, alpha: f32, lambda: f32, gram: usize): void {
  const factors = stride >> 2
  clear(gram, factors * stride)
  for (let row = 0; row < rows; row++) {
    const from = q + <usize>row * stride
    for (let k: usize = 0; k < factors; k++) {
      addScaled(gram + k * stride, from, alpha * load<f32>(from + (k << 2)), stride)
    }
  }
  for (let k: usize = 0; k < factors; k++) {
    const at = gram + k * stride + (k << 2)
    store<f32>(at, load<f32>(at) + lambda)
  }
}

/**
 * One side of alternating least squares: moves each row x of `own` toward the solution of
 *
 *     (gram + sum_i w_i q_i q_i^T) x = sum_i w_i q_i,     i over the row's interactions
 *
 * by `steps` steps of conjugate gradients from where it is. (Takacs, Pilaszy and Tikk, 2011.)
 *
 * @param offsets int32 `[rows + 1]`; columns int32 and weights float32, one an interaction
 * @param scratch 3 rows
 */
export function solveRows(
  own: usize, rows: i32, other: usize, stride: usize, gram: usize, offsets: usize, columns: usize, weights: usize,
  steps: i32, scratch: usize,
): void {
  const residual = scratch
  const direction = scratch + stride
  const product = scratch + 2 * stride
  for (let row = 0; row < rows; row++) {
    const x = own + <usize>row * stride
    const from = <usize>load<i32>(offsets + (<usize>row << 2)) << 2
    const to = <usize>load<i32>(offsets + (<usize>row << 2), 4) << 2
    if (from == to) {
      clear(x, stride)
      continue
    }
    multiply(gram, x, stride, residual)
    for (let o: usize = 0; o < stride; o += 16) v128.store(residual + o, f32x4.neg(v128.load(residual + o)))
    addWeighted(residual, other, columns, weights, from, to, x, 1, -1, stride)
    memory.copy(direction, residual, stride)
    let size = dot(residual, residual, stride)
    for (let step = 0; step < steps && size > 1e-20; step++) {
      multiply(gram, direction, stride, product)
      addWeighted(product, other, columns, weights, from, to, direction, 0, 1, stride)
      const length = size / dot(direction, product, stride)
      addScaled(x, direction, length, stride)
      addScaled(residual, product, -length, stride)
      const next = dot(residual, residual, stride)
      scaleAndAdd(direction, next / size, residual, stride)
      size = next
    }
  }
}

/** y += sum of w_i (offset + sign q_i . x) q_i over the interactions of a row, four at a time. */
@inline
function addWeighted(
  y: usize, other: usize, columns: usize, weights: usize, from: usize, to: usize, x: usize, offset: f32, sign: f32,
  stride: usize,
): void {
  let at = from
  for (; at + 16 <= to; at += 16) {
    const a = other + <usize>load<i32>(columns + at) * stride
    const b = other + <usize>load<i32>(columns + at, 4) * stride
    const c = other + <usize>load<i32>(columns + at, 8) * stride
    const d = other + <usize>load<i32>(columns + at, 12) * stride
    const dots = f32x4.mul(f32x4.splat(sign), dotFour(a, b, c, d, x, stride))
    const scales = f32x4.mul(v128.load(weights + at), f32x4.add(f32x4.splat(offset), dots))
    addFour(y, a, b, c, d, scales, stride)
  }
  for (; at < to; at += 4) {
    const q = other + <usize>load<i32>(columns + at) * stride
    addScaled(y, q, load<f32>(weights + at) * (offset + sign * dot(q, x, stride)), stride)
  }
}

/** out = matrix x, for a symmetric matrix: its rows are its columns. */
@inline
function multiply(matrix: usize, x: usize, stride: usize, out: usize): void {
  clear(out, stride)
  const end = matrix + (stride >> 2) * stride
  for (let row = matrix; row < end; row += 4 * stride, x += 16) {
    addFour(out, row, row + stride, row + 2 * stride, row + 3 * stride, v128.load(x), stride)
  }
}
