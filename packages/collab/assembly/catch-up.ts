import { exp } from './exp'
import { beta2, logBeta2, partBytes, powerCount, powers } from './state'

/**
 * Brings a record that no batch has touched since local step t0 up to step t1, as if it had been stepped
 * with zero gradients: in closed form, at a cost that does not grow with the gap.
 *
 * The drift of an element is sum_j omega_j m / (x + eps_j), x = sqrt(v), with weights and nodes that are the
 * same for all elements. S1..S4 are the moments of the nodes. One node at E = S2 / S1 stands for all of them
 * unless x is small (under 1e-6) in a live element; then two nodes do (Gauss quadrature), and under 1e-8 the
 * steps are replayed.
 */
export function catchUp(record: usize, sums: usize, steps: usize, t0: i32, t1: i32): void {
  const from = sums + (<usize>t0 << 6)
  const to = sums + (<usize>t1 << 6)
  const gap = t1 - t0
  const w = load<f64>(to) / load<f64>(from)
  let qPower: f64, b2Power: f64
  if (gap < powerCount) {
    qPower = load<f64>(powers + (<usize>gap << 4))
    b2Power = load<f64>(powers + (<usize>gap << 4), 8)
  } else {
    b2Power = exp(<f64>gap * logBeta2)
    qPower = 1 / Math.sqrt(b2Power)
  }
  let b1Power = exp(load<f64>(to, 8) - load<f64>(from, 8))

  let s1 = w * load<f64>(from, 16)
  let s2 = w * load<f64>(from, 24)
  let tail = b1Power * qPower
  const tailLives = tail > 1e-20
  if (tailLives) {
    s1 -= tail * load<f64>(to, 16)
    tail *= qPower
    s2 -= tail * load<f64>(to, 24)
  }
  if (b1Power < 1e-16) b1Power = 0
  if (b2Power < 1e-18) b2Power = 0
  const node = s2 / s1

  const part = partBytes
  // An element is live where its drift can exceed 1e-9: s1 |m| / sqrt(v + node^2) > 1e-9.
  const reach = f32x4.splat(<f32>(s1 * s1 * 1e18))
  const nodeSquare = f32x4.splat(<f32>(node * node))
  let small = f32x4.splat(0)
  let tiny = small
  for (let o: usize = 0; o < part; o += 16) {
    const v = v128.load(record + o + part + part)
    if (!v128.any_true(f32x4.lt(v, f32x4.splat(1e-12)))) continue
    const m = v128.load(record + o + part)
    const live = f32x4.gt(f32x4.mul(f32x4.mul(m, m), reach), f32x4.add(v, nodeSquare))
    small = v128.or(small, v128.and(live, f32x4.lt(v, f32x4.splat(1e-12))))
    tiny = v128.or(tiny, v128.and(live, f32x4.lt(v, f32x4.splat(1e-16))))
  }
  if (v128.any_true(small)) {
    if (v128.any_true(tiny)) {
      replay(record, sums, steps, t0, t1)
      return
    }
    let s3 = w * load<f64>(from, 32)
    let s4 = w * load<f64>(from, 40)
    if (tailLives) {
      tail *= qPower
      s3 -= tail * load<f64>(to, 32)
      s4 -= tail * qPower * load<f64>(to, 40)
    }
    const variance = s3 / s1 - node * node
    if (variance > node * node * 1e-9) {
      const third = s4 / s1 - (3 * node * s3) / s1 + 2 * node * node * node
      twoNodes(record, <f32>w, <f32>b1Power, <f32>b2Power, s1, node, variance, third)
      return
    }
  }
  const ws = f32x4.splat(<f32>w)
  const s1s = f32x4.splat(<f32>s1)
  const nodes = f32x4.splat(<f32>node)
  const b1s = f32x4.splat(<f32>b1Power)
  const b2s = f32x4.splat(<f32>b2Power)
  for (let o: usize = 0; o < part; o += 16) {
    const p = record + o
    const m = v128.load(p + part)
    const v = v128.load(p + part + part)
    const drift = f32x4.div(f32x4.mul(s1s, m), f32x4.add(f32x4.sqrt(v), nodes))
    v128.store(p, f32x4.sub(f32x4.mul(ws, v128.load(p)), drift))
    v128.store(p + part, f32x4.mul(m, b1s))
    v128.store(p + part + part, f32x4.mul(v, b2s))
  }
}

/** The drift by the two-point Gauss quadrature with the same first four moments. */
function twoNodes(
  record: usize, w: f32, b1Power: f32, b2Power: f32, s1: f64, mean: f64, variance: f64, third: f64,
): void {
  const deviation = Math.sqrt(variance)
  const skew = third / (variance * deviation)
  const root = Math.sqrt(skew * skew + 4)
  const left = (skew - root) * 0.5
  const right = (skew + root) * 0.5
  const nodeA = f32x4.splat(<f32>Math.max(mean + deviation * left, 0))
  const nodeB = f32x4.splat(<f32>(mean + deviation * right))
  const weightA = f32x4.splat(<f32>((s1 * right) / root))
  const weightB = f32x4.splat(<f32>((-s1 * left) / root))
  const ws = f32x4.splat(w)
  const b1s = f32x4.splat(b1Power)
  const b2s = f32x4.splat(b2Power)
  const noZero = f32x4.splat(1e-30)
  const part = partBytes
  for (let o: usize = 0; o < part; o += 16) {
    const p = record + o
    const m = v128.load(p + part)
    const v = v128.load(p + part + part)
    const x = f32x4.sqrt(v)
    const atA = f32x4.div(weightA, f32x4.add(f32x4.add(x, nodeA), noZero))
    const atB = f32x4.div(weightB, f32x4.add(x, nodeB))
    v128.store(p, f32x4.sub(f32x4.mul(ws, v128.load(p)), f32x4.mul(m, f32x4.add(atA, atB))))
    v128.store(p + part, f32x4.mul(m, b1s))
    v128.store(p + part + part, f32x4.mul(v, b2s))
  }
}

/** Step by step, until no element moves by more than 1e-10; the rest is decay alone. */
function replay(record: usize, sums: usize, steps: usize, t0: i32, t1: i32): void {
  const part = partBytes
  const b2 = f32x4.splat(<f32>beta2)
  const still = f32x4.splat(1e-10)
  let t = t0 + 1
  for (let moving = true; moving && t <= t1; t++) {
    const at = steps + (<usize>t << 5)
    const c = f32x4.splat(<f32>load<f64>(at))
    const e = f32x4.splat(<f32>load<f64>(at, 8))
    const w = f32x4.splat(<f32>load<f64>(at, 16))
    const b1 = f32x4.splat(<f32>load<f64>(at, 24))
    let farthest = f32x4.splat(0)
    for (let o: usize = 0; o < part; o += 16) {
      const p = record + o
      const m = f32x4.mul(b1, v128.load(p + part))
      const v = f32x4.mul(b2, v128.load(p + part + part))
      v128.store(p + part, m)
      v128.store(p + part + part, v)
      const move = f32x4.div(f32x4.mul(c, m), f32x4.add(f32x4.sqrt(v), e))
      farthest = f32x4.pmax(farthest, f32x4.abs(move))
      v128.store(p, f32x4.sub(f32x4.mul(w, v128.load(p)), move))
    }
    moving = v128.any_true(f32x4.gt(farthest, still))
  }
  if (t > t1) return
  const from = sums + (<usize>(t - 1) << 6)
  const to = sums + (<usize>t1 << 6)
  const w = f32x4.splat(<f32>(load<f64>(to) / load<f64>(from)))
  let b1Power = exp(load<f64>(to, 8) - load<f64>(from, 8))
  if (b1Power < 1e-16) b1Power = 0
  let b2Power = exp(<f64>(t1 - t + 1) * logBeta2)
  if (b2Power < 1e-18) b2Power = 0
  const b1s = f32x4.splat(<f32>b1Power)
  const b2s = f32x4.splat(<f32>b2Power)
  for (let o: usize = 0; o < part; o += 16) {
    const p = record + o
    v128.store(p, f32x4.mul(w, v128.load(p)))
    v128.store(p + part, f32x4.mul(b1s, v128.load(p + part)))
    v128.store(p + part + part, f32x4.mul(b2s, v128.load(p + part + part)))
  }
}
