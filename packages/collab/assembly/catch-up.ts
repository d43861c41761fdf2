import { exp } from './exp'
import { beta2, logRoot, powerCount, powers, quad, recordBytes } from './state'

/**
 * What a row needs to catch up from local step t0 to t1, as if it had been stepped with zero gradients: in closed
 * form, at a cost that does not grow with the gap. Written to `drift` as float32, [w | -S1 | E | b1 | q].
 *
 * The drift of an element is sum_j omega_j m / (x + eps_j), with weights and nodes that are the same for all
 * elements. S1..S4 are the moments of the nodes; one node at E = S2 / S1 stands for all of them.
 */
@inline
export function planDrift(drift: usize, sums: usize, t0: i32, t1: i32): void {
  const from = sums + (<usize>t0 << 6)
  const to = sums + (<usize>t1 << 6)
  const w = load<f64>(to) / load<f64>(from)
  const q = rootPower(t1 - t0)
  const b1 = momentumPower(from, to)
  const tail = b1 / q
  const s1 = w * load<f64>(from, 24) - tail * load<f64>(to, 24)
  const s2 = w * load<f64>(from, 32) - (tail / q) * load<f64>(to, 32)
  store<f32>(drift, <f32>w)
  store<f32>(drift, -<f32>s1, 4)
  store<f32>(drift, <f32>(s2 / s1), 8)
  store<f32>(drift, <f32>(b1 < 1e-16 ? 0 : b1), 12)
  store<f32>(drift, <f32>(q < 1e-9 ? 0 : q), 16)
}

/** Lets a record, or its quads up to `end`, catch up as planned. */
@inline
export function applyDrift(record: usize, end: usize, drift: usize): void {
  const w = v128.load32_splat(drift)
  const s1 = v128.load32_splat(drift, 4)
  const node = v128.load32_splat(drift, 8)
  const b1 = v128.load32_splat(drift, 12)
  const q = v128.load32_splat(drift, 16)
  for (; record < end; record += quad) {
    const m = v128.load(record, 16)
    const x = v128.load(record, 32)
    const move = f32x4.div(f32x4.mul(s1, m), f32x4.add(x, node))
    v128.store(record, f32x4.add(f32x4.mul(w, v128.load(record)), move))
    v128.store(record, f32x4.mul(m, b1), 16)
    v128.store(record, f32x4.mul(x, q), 32)
  }
}

/**
 * The same for a record that may hold a live element with a small root x. Under 1e-6 two nodes stand for all (Gauss
 * quadrature), and under 1e-8 the steps are replayed.
 */
export function catchUpCloser(record: usize, end: usize, drift: usize, sums: usize, steps: usize, t0: i32, t1: i32): void {
  const smallest = smallestLive(record, end, drift)
  if (smallest < 1e-8) {
    replay(record, end, sums, steps, t0, t1)
  } else if (smallest < 1e-6) {
    twoNodes(record, end, drift, sums, t0, t1)
  } else {
    applyDrift(record, end, drift)
  }
}

/** q^gap */
@inline
function rootPower(gap: i32): f64 {
  return gap < powerCount ? load<f64>(powers + (<usize>gap << 3)) : exp(<f64>gap * logRoot)
}

/** The product of b1 between two steps; 0 where it is of no account. */
@inline
function momentumPower(from: usize, to: usize): f64 {
  const blocks = load<f64>(to, 16) - load<f64>(from, 16)
  const ratio = load<f64>(to, 8) / load<f64>(from, 8)
  return blocks == 0 ? ratio : blocks == 1 ? ratio * 3.054936363499605e-151 : 0
}

/** The smallest root of an element that is live: its drift can exceed 1e-9, s1 |m| / (x + node) > 1e-9. */
function smallestLive(record: usize, end: usize, drift: usize): f32 {
  const reach = f32x4.splat(load<f32>(drift, 4) * -1e9)
  const node = v128.load32_splat(drift, 8)
  const dead = f32x4.splat(1)
  let smallest = dead
  for (; record < end; record += quad) {
    const m = v128.load(record, 16)
    const x = v128.load(record, 32)
    const live = f32x4.gt(f32x4.mul(f32x4.abs(m), reach), f32x4.add(x, node))
    smallest = f32x4.pmin(smallest, v128.bitselect(x, dead, live))
  }
  const pair = f32x4.pmin(smallest, v128.shuffle<f32>(smallest, smallest, 2, 3, 0, 1))
  return min(f32x4.extract_lane(pair, 0), f32x4.extract_lane(pair, 1))
}

/** The drift by the two-point Gauss quadrature with the same first four moments. */
function twoNodes(record: usize, end: usize, drift: usize, sums: usize, t0: i32, t1: i32): void {
  const from = sums + (<usize>t0 << 6)
  const to = sums + (<usize>t1 << 6)
  const w = load<f64>(to) / load<f64>(from)
  const root = 1 / rootPower(t1 - t0)
  let tail = momentumPower(from, to) * root
  const s1 = w * load<f64>(from, 24) - tail * load<f64>(to, 24)
  tail *= root
  const mean = (w * load<f64>(from, 32) - tail * load<f64>(to, 32)) / s1
  tail *= root
  const square = (w * load<f64>(from, 40) - tail * load<f64>(to, 40)) / s1
  tail *= root
  const cube = (w * load<f64>(from, 48) - tail * load<f64>(to, 48)) / s1
  const variance = square - mean * mean
  if (variance <= mean * mean * 1e-9) {
    applyDrift(record, end, drift)
    return
  }
  const deviation = Math.sqrt(variance)
  const skew = (cube - 3 * mean * square + 2 * mean * mean * mean) / (variance * deviation)
  const spread = Math.sqrt(skew * skew + 4)
  const left = (skew - spread) * 0.5
  const right = (skew + spread) * 0.5
  const nodeA = f32x4.splat(<f32>Math.max(mean + deviation * left, 0))
  const nodeB = f32x4.splat(<f32>(mean + deviation * right))
  const weightA = f32x4.splat(<f32>((s1 * right) / spread))
  const weightB = f32x4.splat(<f32>((-s1 * left) / spread))
  const ws = v128.load32_splat(drift)
  const b1 = v128.load32_splat(drift, 12)
  const q = v128.load32_splat(drift, 16)
  const noZero = f32x4.splat(1e-30)
  for (; record < end; record += quad) {
    const m = v128.load(record, 16)
    const x = v128.load(record, 32)
    const atA = f32x4.div(weightA, f32x4.add(f32x4.add(x, nodeA), noZero))
    const atB = f32x4.div(weightB, f32x4.add(x, nodeB))
    v128.store(record, f32x4.sub(f32x4.mul(ws, v128.load(record)), f32x4.mul(m, f32x4.add(atA, atB))))
    v128.store(record, f32x4.mul(m, b1), 16)
    v128.store(record, f32x4.mul(x, q), 32)
  }
}

/** Step by step, until no element moves by more than 1e-10; the rest is decay alone. */
function replay(record: usize, end: usize, sums: usize, steps: usize, t0: i32, t1: i32): void {
  const q = f32x4.splat(<f32>Math.sqrt(beta2))
  const still = f32x4.splat(1e-10)
  let t = t0 + 1
  for (let moving = true; moving && t <= t1; t++) {
    const at = steps + (<usize>t << 5)
    const c = f32x4.splat(<f32>load<f64>(at))
    const e = f32x4.splat(<f32>load<f64>(at, 8))
    const w = f32x4.splat(<f32>load<f64>(at, 16))
    const b1 = f32x4.splat(<f32>load<f64>(at, 24))
    let farthest = f32x4.splat(0)
    for (let at = record; at < end; at += quad) {
      const m = f32x4.mul(b1, v128.load(at, 16))
      const x = f32x4.mul(q, v128.load(at, 32))
      v128.store(at, m, 16)
      v128.store(at, x, 32)
      const move = f32x4.div(f32x4.mul(c, m), f32x4.add(x, e))
      farthest = f32x4.pmax(farthest, f32x4.abs(move))
      v128.store(at, f32x4.sub(f32x4.mul(w, v128.load(at)), move))
    }
    moving = v128.any_true(f32x4.gt(farthest, still))
  }
  if (t > t1) return
  const from = sums + (<usize>(t - 1) << 6)
  const to = sums + (<usize>t1 << 6)
  const w = f32x4.splat(<f32>(load<f64>(to) / load<f64>(from)))
  const b1 = momentumPower(from, to)
  const rootLeft = rootPower(t1 - t + 1)
  const b1s = f32x4.splat(b1 < 1e-16 ? 0 : <f32>b1)
  const qs = f32x4.splat(rootLeft < 1e-9 ? 0 : <f32>rootLeft)
  for (let at = record; at < end; at += quad) {
    v128.store(at, f32x4.mul(w, v128.load(at)))
    v128.store(at, f32x4.mul(b1s, v128.load(at, 16)), 16)
    v128.store(at, f32x4.mul(qs, v128.load(at, 32)), 32)
  }
}

/**
 * Roots of second moments whose squares are not normal floats become 0: so a state saved as v = x^2 and read
 * as sqrt(v) is the same state.
 */
export function dropSubnormal(record: usize): void {
  const least = f32x4.splat(1.0842022e-19)
  for (const end = record + recordBytes; record < end; record += quad) {
    const x = v128.load(record, 32)
    v128.store(record, v128.and(x, f32x4.ge(x, least)), 32)
  }
}
