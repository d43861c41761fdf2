import { adamStep } from './adam'
import { applyDrift, catchUpCloser, dropSubnormal, planDrift } from './catch-up'
import { exp } from './exp'
import { endBatch, settleImplicit, shifts, shiftVector, toVector } from './implicit'
import { score, scoreVectors } from './predict'
import {
  allRows, biasesApart, drifts, factorBytes, gradientBytes, gradients, itemBiasSteps, itemBiasSums, itemSteps, itemSums, lanes, low,
  pairs, quad, range, recordBytes, recordOf, rows, touchedRows, userBiasSteps, userBiasSums, userRows, userSteps, userSums,
} from './state'

/** Ratings, or rows, that go through the stages together: few enough to stay in the nearest cache. */
const chunk: i32 = 32

/** How many rows the batch at hand has touched. */
let touched: i32 = 0
/** Keeps the loads of `fetch` from being left out as useless. */
let fetched: i32 = 0

/**
 * Trains on `batches` batches of `size` ratings, the first with local step t + 1. A rating is [user, item: int32 |
 * rating: float32]. The mean squared error of each batch goes to losses, float64.
 *
 * A chunk goes through one stage after the other, each a loop whose rounds do not wait for one another.
 */
export function train(ratings: usize, batches: i32, size: i32, t: i32, losses: usize): void {
  for (let batch = 0; batch < batches; batch++, t++) {
    touched = 0
    let sum: f64 = 0
    for (let first = 0; first < size; first += chunk) {
      const end = pairs + (<usize>min(chunk, size - first) << 5)
      const known = touched
      for (let pair = pairs; pair < end; pair += 32, ratings += 12) {
        place(pair, <usize>load<i32>(ratings), t)
        place(pair + 8, <usize>(load<i32>(ratings, 4) + userRows), t)
        store<f32>(pair, load<f32>(ratings, 8), 16)
      }
      for (let place = known; place < touched; place++) plan(place, driftOf(place - known), t)
      for (let place = known; place < touched; place++) prepare(place, driftOf(place - known), t)
      if (shifts == 0) {
        for (let pair = pairs; pair < end; pair += 32) store<f64>(pair, score(load<u32>(pair), load<u32>(pair, 8)), 24)
      } else {
        for (let pair = pairs; pair < end; pair += 32) store<f64>(pair, scoreVectors(vectorAt(pair), vectorAt(pair + 8)), 24)
      }
      for (let pair = pairs; pair < end; pair += 32) sum += differentiate(pair, size)
      if (shifts == 0) {
        for (let pair = pairs; pair < end; pair += 32) addGradients(pair, load<u32>(pair), load<u32>(pair, 8), quad)
      } else {
        for (let pair = pairs; pair < end; pair += 32) addGradients(pair, vectorAt(pair), vectorAt(pair + 8), lanes)
      }
    }
    store<f64>(losses + (<usize>batch << 3), sum / <f64>size)
    for (let first = 0; first < touched; first += chunk) {
      const end = min(first + chunk, touched)
      if (touched > 4 * chunk) for (let place = first; place < end; place++) fetch(rowAt(place))
      for (let place = first; place < end; place++) step(place, t)
    }
    if (shifts != 0) endBatch(touched)
  }
}

/** Where the vector of a pair's row stands, its implicit gain included. */
@inline
function vectorAt(side: usize): usize {
  return <usize>load<u32>(side, 4) + toVector
}

@inline
function rowAt(place: i32): i32 {
  return load<i32>(touchedRows + (<usize>place << 2))
}

/** Writes where a row's record and its gradient in this batch stand: [record | gradient], uint32. */
@inline
function place(to: usize, row: usize, t: i32): void {
  const at = rows + (row << 4)
  let place: i32
  if (load<i32>(at, 4) == t + 1) {
    place = load<i32>(at, 8)
  } else {
    place = touched++
    store<i32>(at, t + 1, 4)
    store<i32>(at, place, 8)
    store<i32>(touchedRows + (<usize>place << 2), <i32>row)
    fetch(<i32>row)
  }
  store<u32>(to, recordOf(row))
  store<u32>(to, gradients + <usize>place * gradientBytes, 4)
}

/** Asks for all cache lines of a record, so that they come while other rows are looked up. */
@inline
function fetch(row: i32): void {
  const record = recordOf(row)
  let sum = 0
  for (let o: usize = 0; o < recordBytes; o += 64) sum |= load<i32>(record + o)
  fetched = sum
}

/** Where the plan of a chunk's new row stands; see planDrift. */
@inline
function driftOf(i: i32): usize {
  return drifts + (<usize>i << 6)
}

/** Plans how the row at a place of the batch catches up. */
@inline
function plan(place: i32, drift: usize, t: i32): void {
  planRow(rowAt(place), drift, t)
}

@inline
function planRow(row: i32, drift: usize, t: i32): void {
  const last = load<i32>(rows + (<usize>row << 4))
  planDrift(drift, row < userRows ? userSums : itemSums, last, t)
  if (biasesApart) planDrift(drift + 32, row < userRows ? userBiasSums : itemBiasSums, last, t)
}

/** Brings the row at a place of the batch up to local step t, and its gradient to zero. */
@inline
function prepare(place: i32, drift: usize, t: i32): void {
  const row = rowAt(place)
  catchUp(row, drift, t)
  store<i32>(rows + (<usize>row << 4), t + 1)
  const gradient = gradients + <usize>place * gradientBytes
  for (let o: usize = 0; o < gradientBytes; o += lanes) v128.store(gradient + o, f32x4.splat(0))
  if (shifts != 0) shiftVector(recordOf(row), row, gradient + toVector)
}

@inline
function catchUp(row: i32, drift: usize, t: i32): void {
  const at = rows + (<usize>row << 4)
  const last = load<i32>(at)
  const record = recordOf(row)
  if (last == t) return
  const end = record + recordBytes
  const isUser = row < userRows
  const sums = isUser ? userSums : itemSums
  const steps = isUser ? userSteps : itemSteps
  const closer = load<i32>(at, 12) != 0
  if (!biasesApart) {
    if (closer) catchUpCloser(record, end, drift, sums, steps, last, t)
    else applyDrift(record, end, drift)
    return
  }
  const bias = record + factorBytes
  if (closer) {
    catchUpCloser(record, bias, drift, sums, steps, last, t)
    catchUpCloser(bias, end, drift + 32, isUser ? userBiasSums : itemBiasSums, isUser ? userBiasSteps : itemBiasSteps, last, t)
  } else {
    applyDrift(record, bias, drift)
    applyDrift(bias, end, drift + 32)
  }
}

/** Turns a pair's score into the derivative of the batch's mean squared error; gives its squared error. */
@inline
function differentiate(pair: usize, size: i32): f64 {
  const raw = load<f64>(pair, 24)
  const rating = <f64>load<f32>(pair, 16)
  let error: f64
  let slope: f64
  if (range == 0) {
    error = raw - rating
    slope = 1
  } else {
    const sigmoid = 1 / (1 + exp(-raw))
    error = low + range * sigmoid - rating
    slope = range * sigmoid * (1 - sigmoid)
  }
  store<f32>(pair, <f32>((2 * error * slope) / <f64>size), 20)
  return error * error
}

/** Adds a pair's share to the gradients of its two rows; `stride` lies between the quads of a vector. */
@inline
function addGradients(pair: usize, user: usize, item: usize, stride: usize): void {
  let userGradient = <usize>load<u32>(pair, 4)
  let itemGradient = <usize>load<u32>(pair, 12)
  const scale = load<f32>(pair, 20)
  const scales = f32x4.splat(scale)
  const end = userGradient + gradientBytes - lanes
  for (; userGradient < end; user += stride, item += stride, userGradient += lanes, itemGradient += lanes) {
    const p = v128.load(user)
    const q = v128.load(item)
    v128.store(userGradient, f32x4.add(v128.load(userGradient), f32x4.mul(scales, q)))
    v128.store(itemGradient, f32x4.add(v128.load(itemGradient), f32x4.mul(scales, p)))
  }
  store<f32>(userGradient, load<f32>(userGradient) + scale)
  store<f32>(itemGradient, load<f32>(itemGradient) + scale)
}

/** The Adam step of the row at a place of the batch. */
@inline
function step(place: i32, t: i32): void {
  const row = rowAt(place)
  const isUser = row < userRows
  const record = recordOf(row)
  const end = record + recordBytes
  const gradient = gradients + <usize>place * gradientBytes
  const steps = isUser ? userSteps : itemSteps
  let closer: bool
  if (!biasesApart) {
    closer = adamStep(record, end, gradient, steps, t + 1)
  } else {
    const bias = record + factorBytes
    closer = adamStep(record, bias, gradient, steps, t + 1)
    if (adamStep(bias, end, gradient + gradientBytes - lanes, isUser ? userBiasSteps : itemBiasSteps, t + 1)) closer = true
  }
  store<i32>(rows + (<usize>row << 4), i32(closer), 12)
}

/** Brings all rows up to local step t and begins to count from 0 again. */
export function endStretch(t: i32): void {
  for (let row = 0; row < allRows; row++) {
    const at = rows + (<usize>row << 4)
    store<i32>(at, 1, 12)
    planRow(row, drifts, t)
    catchUp(row, drifts, t)
    dropSubnormal(recordOf(row))
    store<i32>(at, 0)
    store<i32>(at, 0, 4)
  }
  if (shifts != 0) settleImplicit()
}
