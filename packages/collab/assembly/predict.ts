import { exp } from './exp'
import { shifts, shiftVector } from './implicit'
import { factorBytes, gradientBytes, gradients, lanes, low, quad, range, recordOf, userRows } from './state'

/** The raw score of a pair of records: factors . factors + bias + bias. */
@inline
export function score(user: usize, item: usize): f64 {
  const end = user + factorBytes
  let sum0 = f32x4.splat(0)
  let sum1 = sum0
  for (; user + quad < end; user += 2 * quad, item += 2 * quad) {
    sum0 = f32x4.add(sum0, f32x4.mul(v128.load(user), v128.load(item)))
    sum1 = f32x4.add(sum1, f32x4.mul(v128.load(user, 48), v128.load(item, 48)))
  }
  if (user < end) {
    sum0 = f32x4.add(sum0, f32x4.mul(v128.load(user), v128.load(item)))
    user += quad
    item += quad
  }
  const sum = f32x4.add(sum0, sum1)
  const pair = f32x4.add(sum, v128.shuffle<f32>(sum, sum, 2, 3, 0, 1))
  const dot = f32x4.extract_lane(pair, 0) + f32x4.extract_lane(pair, 1)
  return <f64>(dot + load<f32>(user) + load<f32>(item))
}

/** The same for a pair of vectors, laid out as gradients are. */
@inline
export function scoreVectors(user: usize, item: usize): f64 {
  let sum = f32x4.splat(0)
  for (const end = user + gradientBytes - lanes; user < end; user += lanes, item += lanes)
    sum = f32x4.add(sum, f32x4.mul(v128.load(user), v128.load(item)))
  const pair = f32x4.add(sum, v128.shuffle<f32>(sum, sum, 2, 3, 0, 1))
  const dot = f32x4.extract_lane(pair, 0) + f32x4.extract_lane(pair, 1)
  return <f64>(dot + load<f32>(user) + load<f32>(item))
}

/** Predictions for n pairs of indices. */
export function predict(users: usize, items: usize, n: i32, out: usize): void {
  for (let j: usize = 0; j < <usize>n; j++) {
    const user = <usize>load<i32>(users + (j << 2))
    const item = <usize>(load<i32>(items + (j << 2)) + userRows)
    const raw = shifts == 0 ? score(recordOf(user), recordOf(item)) : scoreShifted(user, item)
    const value = range == 0 ? raw : low + range / (1 + exp(-raw))
    store<f32>(out + (j << 2), <f32>value)
  }
}

/** The raw score of two rows with their gains; the room for gradients, of two rows at least, holds their vectors. */
function scoreShifted(user: usize, item: usize): f64 {
  shiftVector(recordOf(user), user, gradients)
  shiftVector(recordOf(item), item, gradients + gradientBytes)
  return scoreVectors(gradients, gradients + gradientBytes)
}
