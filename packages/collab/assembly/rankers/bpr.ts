import { exp } from '../exp'
import { dot } from './vector'

/**
 * One pass of stochastic gradient ascent on sum ln sigmoid(x_ui - x_uj) - lambda / 2 |parameters|^2, where
 * x_ui = bias_i + u . i, for triples of a user, an item of theirs and an item that is not. (Rendle and others, 2009.)
 *
 * @param triples int32 `[count, 3]`
 */
export function rankPairs(
  users: usize, items: usize, biases: usize, stride: usize, triples: usize, count: i32, lr: f32, lambda: f32,
): void {
  const end = triples + <usize>count * 12
  const shrink = f32x4.splat(1 - lr * lambda)
  for (let at = triples; at < end; at += 12) {
    const u = users + <usize>load<i32>(at) * stride
    const wanted = <usize>load<i32>(at, 4)
    const other = <usize>load<i32>(at, 8)
    const p = items + wanted * stride
    const q = items + other * stride
    const biasP = biases + (wanted << 2)
    const biasQ = biases + (other << 2)
    const lead = load<f32>(biasP) - load<f32>(biasQ) + dot(u, p, stride) - dot(u, q, stride)
    const step = lr * <f32>(1 / (1 + exp(<f64>lead)))
    const steps = f32x4.splat(step)
    for (let o: usize = 0; o < stride; o += 16) {
      const a = v128.load(u + o)
      const b = v128.load(p + o)
      const c = v128.load(q + o)
      v128.store(u + o, f32x4.add(f32x4.mul(shrink, a), f32x4.mul(steps, f32x4.sub(b, c))))
      v128.store(p + o, f32x4.add(f32x4.mul(shrink, b), f32x4.mul(steps, a)))
      v128.store(q + o, f32x4.sub(f32x4.mul(shrink, c), f32x4.mul(steps, a)))
    }
    store<f32>(biasP, (1 - lr * lambda) * load<f32>(biasP) + step)
    store<f32>(biasQ, (1 - lr * lambda) * load<f32>(biasQ) - step)
  }
}
