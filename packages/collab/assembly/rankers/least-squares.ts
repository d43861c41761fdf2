import { addScaled, clear, dot, scaleAndAdd } from './vector'

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
    for (let at = from; at < to; at += 4) {
      const q = other + <usize>load<i32>(columns + at) * stride
      addScaled(residual, q, load<f32>(weights + at) * (1 - dot(q, x, stride)), stride)
    }
    memory.copy(direction, residual, stride)
    let size = dot(residual, residual, stride)
    for (let step = 0; step < steps && size > 1e-20; step++) {
      multiply(gram, direction, stride, product)
      for (let at = from; at < to; at += 4) {
        const q = other + <usize>load<i32>(columns + at) * stride
        addScaled(product, q, load<f32>(weights + at) * dot(q, direction, stride), stride)
      }
      const length = size / dot(direction, product, stride)
      addScaled(x, direction, length, stride)
      addScaled(residual, product, -length, stride)
      const next = dot(residual, residual, stride)
      scaleAndAdd(direction, next / size, residual, stride)
      size = next
    }
  }
}

/** out = matrix x, for a symmetric matrix: its rows are its columns. */
@inline
function multiply(matrix: usize, x: usize, stride: usize, out: usize): void {
  clear(out, stride)
  const factors = stride >> 2
  for (let k: usize = 0; k < factors; k++) addScaled(out, matrix + k * stride, load<f32>(x + (k << 2)), stride)
}
