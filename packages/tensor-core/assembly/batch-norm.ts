// Batch-norm of the columns of `[rows, features]`, features >= 4, float32 by address, four columns at a time.
// Where features is no multiple of four, the last four columns overlap those before: their values are written
// twice.

/**
 * z = (x - mean) * scale and y = z * weight + bias, with mean and biased variance of each column, and
 * scale = 1 / sqrt(variance + eps). Writes mean, variance and scale `[features]`, z and y `[rows, features]`.
 */
export function batchNorm(
  rows: i32,
  features: i32,
  eps: f32,
  x: usize,
  weight: usize,
  bias: usize,
  mean: usize,
  variance: usize,
  scale: usize,
  z: usize,
  y: usize,
): void {
  const line = (<usize>features) << 2
  const size = <usize>rows * line
  const n = f32x4.splat(<f32>rows)
  for (let i = 0; i < features; i += 4) {
    const c = (<usize>min(i, features - 4)) << 2
    let sum = f32x4.splat(0)
    for (let at = c; at < size; at += line) sum = f32x4.add(sum, v128.load(x + at))
    const m = f32x4.div(sum, n)
    sum = f32x4.splat(0)
    for (let at = c; at < size; at += line) {
      const centred = f32x4.sub(v128.load(x + at), m)
      sum = f32x4.add(sum, f32x4.mul(centred, centred))
    }
    const v = f32x4.div(sum, n)
    const s = f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(v, f32x4.splat(eps))))
    const w = v128.load(weight + c)
    const b = v128.load(bias + c)
    for (let at = c; at < size; at += line) {
      const value = f32x4.mul(f32x4.sub(v128.load(x + at), m), s)
      v128.store(z + at, value)
      v128.store(y + at, f32x4.add(f32x4.mul(value, w), b))
    }
    v128.store(mean + c, m)
    v128.store(variance + c, v)
    v128.store(scale + c, s)
  }
}

/**
 * The gradient of {@link batchNorm}: dbias = sum(dy), dweight = sum(dy * z) `[features]`, and
 * dx = weight * scale * (dy - mean(dy) - z * mean(dy * z)) `[rows, features]`.
 */
export function batchNormGrad(
  rows: i32,
  features: i32,
  dy: usize,
  z: usize,
  scale: usize,
  weight: usize,
  dx: usize,
  dweight: usize,
  dbias: usize,
): void {
  const line = (<usize>features) << 2
  const size = <usize>rows * line
  const n = f32x4.splat(<f32>rows)
  for (let i = 0; i < features; i += 4) {
    const c = (<usize>min(i, features - 4)) << 2
    let db = f32x4.splat(0)
    let dw = db
    for (let at = c; at < size; at += line) {
      const d = v128.load(dy + at)
      db = f32x4.add(db, d)
      dw = f32x4.add(dw, f32x4.mul(d, v128.load(z + at)))
    }
    const factor = f32x4.mul(v128.load(weight + c), v128.load(scale + c))
    const shift = f32x4.div(db, n)
    const slope = f32x4.div(dw, n)
    for (let at = c; at < size; at += line) {
      const spread = f32x4.add(shift, f32x4.mul(v128.load(z + at), slope))
      v128.store(dx + at, f32x4.mul(factor, f32x4.sub(v128.load(dy + at), spread)))
    }
    v128.store(dweight + c, dw)
    v128.store(dbias + c, db)
  }
}
