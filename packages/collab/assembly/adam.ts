import { beta2, lanes, quad } from './state'

/**
 * One Adam step of a record, or of its quads up to `end`, with the constants of local step t:
 * m <- b1 m + (1 - b1) g; x <- sqrt(b2 x^2 + (1 - b2) g^2); p <- w p - c m / (x + e).
 *
 * `fade` stands for b2 where a step counts for several batches.
 *
 * Says whether an element that moves has a small root, under 1e-6: then the next catch-up looks closer.
 */
@inline
export function adamStep(record: usize, end: usize, gradient: usize, steps: usize, t: i32, fade: f64 = beta2): bool {
  const at = steps + (<usize>t << 5)
  const c = f32x4.splat(-<f32>load<f64>(at))
  const e = f32x4.splat(<f32>load<f64>(at, 8))
  const w = f32x4.splat(<f32>load<f64>(at, 16))
  const b1 = f32x4.splat(<f32>load<f64>(at, 24))
  const rest1 = f32x4.splat(<f32>(1 - load<f64>(at, 24)))
  const b2 = f32x4.splat(<f32>fade)
  const rest2 = f32x4.splat(<f32>(1 - fade))
  const small = f32x4.splat(1e-6)
  const zero = f32x4.splat(0)
  let found = zero
  for (; record < end; record += quad, gradient += lanes) {
    const g = v128.load(gradient)
    const x = v128.load(record, 32)
    const mean = f32x4.add(f32x4.mul(b1, v128.load(record, 16)), f32x4.mul(rest1, g))
    const root = f32x4.sqrt(f32x4.add(f32x4.mul(f32x4.mul(b2, x), x), f32x4.mul(f32x4.mul(rest2, g), g)))
    v128.store(record, mean, 16)
    v128.store(record, root, 32)
    const move = f32x4.div(f32x4.mul(c, mean), f32x4.add(root, e))
    v128.store(record, f32x4.add(f32x4.mul(w, v128.load(record)), move))
    found = v128.or(found, v128.and(f32x4.lt(root, small), f32x4.ne(mean, zero)))
  }
  return v128.any_true(found)
}
