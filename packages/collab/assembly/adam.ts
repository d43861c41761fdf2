import { beta2, partBytes } from './state'

/**
 * One Adam step of one record, with the constants of local step t:
 * m <- b1 m + (1 - b1) g; v <- b2 v + (1 - b2) g^2; p <- w p - c m / (sqrt(v) + e).
 */
@inline
export function adamStep(record: usize, gradient: usize, steps: usize, t: i32): void {
  const at = steps + (<usize>t << 5)
  const c = f32x4.splat(<f32>load<f64>(at))
  const e = f32x4.splat(<f32>load<f64>(at, 8))
  const w = f32x4.splat(<f32>load<f64>(at, 16))
  const b1 = f32x4.splat(<f32>load<f64>(at, 24))
  const rest1 = f32x4.splat(<f32>(1 - load<f64>(at, 24)))
  const b2 = f32x4.splat(<f32>beta2)
  const rest2 = f32x4.splat(<f32>(1 - beta2))
  const part = partBytes
  for (let o: usize = 0; o < part; o += 16) {
    const p = record + o
    const m = p + part
    const v = m + part
    const g = v128.load(gradient + o)
    const mean = f32x4.add(f32x4.mul(b1, v128.load(m)), f32x4.mul(rest1, g))
    const square = f32x4.add(f32x4.mul(b2, v128.load(v)), f32x4.mul(f32x4.mul(rest2, g), g))
    v128.store(m, mean)
    v128.store(v, square)
    const move = f32x4.div(f32x4.mul(c, mean), f32x4.add(f32x4.sqrt(square), e))
    v128.store(p, f32x4.sub(f32x4.mul(w, v128.load(p)), move))
  }
}
