// Products of row-major float32 matrices, by address. Blocks of the result are kept in registers.

/**
 * c `[m, n]` = A b, with A `[m, k]` read as a[i * rowStride + l * columnStride] (so that A may be transposed
 * in memory) and b `[k, n]`.
 */
export function matmul(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  rowStride: i32,
  columnStride: i32,
  b: usize,
  c: usize,
): void {
  const bRow = (<usize>n) << 2
  const aStep = (<usize>columnStride) << 2
  let i = 0
  for (; i + 2 <= m; i += 2) {
    const a0 = a + ((<usize>i * rowStride) << 2)
    const a1 = a0 + ((<usize>rowStride) << 2)
    const c0 = c + <usize>i * bRow
    const c1 = c0 + bRow
    let j = 0
    for (; j + 16 <= n; j += 16) {
      const column = (<usize>j) << 2
      let s00 = f32x4.splat(0),
        s01 = s00,
        s02 = s00,
        s03 = s00
      let s10 = s00,
        s11 = s00,
        s12 = s00,
        s13 = s00
      let bl = b + column
      let al0 = a0
      let al1 = a1
      for (let l = 0; l < k; l++) {
        const x0 = v128.load_splat<f32>(al0)
        const x1 = v128.load_splat<f32>(al1)
        const y0 = v128.load(bl)
        const y1 = v128.load(bl, 16)
        const y2 = v128.load(bl, 32)
        const y3 = v128.load(bl, 48)
        s00 = f32x4.add(s00, f32x4.mul(x0, y0))
        s01 = f32x4.add(s01, f32x4.mul(x0, y1))
        s02 = f32x4.add(s02, f32x4.mul(x0, y2))
        s03 = f32x4.add(s03, f32x4.mul(x0, y3))
        s10 = f32x4.add(s10, f32x4.mul(x1, y0))
        s11 = f32x4.add(s11, f32x4.mul(x1, y1))
        s12 = f32x4.add(s12, f32x4.mul(x1, y2))
        s13 = f32x4.add(s13, f32x4.mul(x1, y3))
        bl += bRow
        al0 += aStep
        al1 += aStep
      }
      v128.store(c0 + column, s00)
      v128.store(c0 + column, s01, 16)
      v128.store(c0 + column, s02, 32)
      v128.store(c0 + column, s03, 48)
      v128.store(c1 + column, s10)
      v128.store(c1 + column, s11, 16)
      v128.store(c1 + column, s12, 32)
      v128.store(c1 + column, s13, 48)
    }
    edge(a0, aStep, b, bRow, c0, j, n, k)
    edge(a1, aStep, b, bRow, c1, j, n, k)
  }
  for (; i < m; i++) edge(a + ((<usize>i * rowStride) << 2), aStep, b, bRow, c + <usize>i * bRow, 0, n, k)
}

/** Columns j to n - 1 of one row. */
function edge(a: usize, aStep: usize, b: usize, bRow: usize, c: usize, j: i32, n: i32, k: i32): void {
  for (; j + 4 <= n; j += 4) {
    const column = (<usize>j) << 2
    let sum = f32x4.splat(0)
    for (let l = 0; l < k; l++) {
      const x = v128.load_splat<f32>(a + <usize>l * aStep)
      sum = f32x4.add(sum, f32x4.mul(x, v128.load(b + <usize>l * bRow + column)))
    }
    v128.store(c + column, sum)
  }
  for (; j < n; j++) {
    const column = (<usize>j) << 2
    let sum: f32 = 0
    for (let l = 0; l < k; l++)
      sum += load<f32>(a + <usize>l * aStep) * load<f32>(b + <usize>l * bRow + column)
    store<f32>(c + column, sum)
  }
}

/** c `[m, n]` = a b^T with a `[m, k]` and b `[n, k]`: dot products of rows, two of a by four of b at a time. */
export function matmulTransposed(m: i32, n: i32, k: i32, a: usize, b: usize, c: usize): void {
  const row = (<usize>k) << 2
  const wide = k & ~3
  for (let i = 0; i < m; i += 2) {
    // At an edge the last row is taken again: its value is written more than once.
    const i1 = min(i + 1, m - 1)
    const a0 = a + <usize>i * row
    const a1 = a + <usize>i1 * row
    for (let j = 0; j < n; j += 4) {
      const j1 = min(j + 1, n - 1)
      const j2 = min(j + 2, n - 1)
      const j3 = min(j + 3, n - 1)
      const b0 = b + <usize>j * row
      const b1 = b + <usize>j1 * row
      const b2 = b + <usize>j2 * row
      const b3 = b + <usize>j3 * row
      let s00 = f32x4.splat(0),
        s01 = s00,
        s02 = s00,
        s03 = s00
      let s10 = s00,
        s11 = s00,
        s12 = s00,
        s13 = s00
      let l = 0
      for (; l < wide; l += 4) {
        const at = (<usize>l) << 2
        const x0 = v128.load(a0 + at)
        const x1 = v128.load(a1 + at)
        const y0 = v128.load(b0 + at)
        const y1 = v128.load(b1 + at)
        const y2 = v128.load(b2 + at)
        const y3 = v128.load(b3 + at)
        s00 = f32x4.add(s00, f32x4.mul(x0, y0))
        s01 = f32x4.add(s01, f32x4.mul(x0, y1))
        s02 = f32x4.add(s02, f32x4.mul(x0, y2))
        s03 = f32x4.add(s03, f32x4.mul(x0, y3))
        s10 = f32x4.add(s10, f32x4.mul(x1, y0))
        s11 = f32x4.add(s11, f32x4.mul(x1, y1))
        s12 = f32x4.add(s12, f32x4.mul(x1, y2))
        s13 = f32x4.add(s13, f32x4.mul(x1, y3))
      }
      const c0 = c + ((<usize>i * n) << 2)
      const c1 = c + ((<usize>i1 * n) << 2)
      store<f32>(c0 + ((<usize>j) << 2), sum(s00) + tail(a0, b0, l, k))
      store<f32>(c0 + ((<usize>j1) << 2), sum(s01) + tail(a0, b1, l, k))
      store<f32>(c0 + ((<usize>j2) << 2), sum(s02) + tail(a0, b2, l, k))
      store<f32>(c0 + ((<usize>j3) << 2), sum(s03) + tail(a0, b3, l, k))
      store<f32>(c1 + ((<usize>j) << 2), sum(s10) + tail(a1, b0, l, k))
      store<f32>(c1 + ((<usize>j1) << 2), sum(s11) + tail(a1, b1, l, k))
      store<f32>(c1 + ((<usize>j2) << 2), sum(s12) + tail(a1, b2, l, k))
      store<f32>(c1 + ((<usize>j3) << 2), sum(s13) + tail(a1, b3, l, k))
    }
  }
}

function sum(s: v128): f32 {
  return (
    f32x4.extract_lane(s, 0) +
    f32x4.extract_lane(s, 1) +
    (f32x4.extract_lane(s, 2) + f32x4.extract_lane(s, 3))
  )
}

function tail(a: usize, b: usize, l: i32, k: i32): f32 {
  let sum: f32 = 0
  for (; l < k; l++) sum += load<f32>(a + ((<usize>l) << 2)) * load<f32>(b + ((<usize>l) << 2))
  return sum
}
