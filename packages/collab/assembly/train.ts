import { adamStep } from './adam'
import { catchUp } from './catch-up'
import { exp } from './exp'
import { recordOf, score } from './predict'
import {
  allRows, factorBytes, gradients, itemSteps, itemSums, low, partBytes, placeInBatch, range, touchedIn, touchedRows,
  upToDate, userRows, userSteps, userSums,
} from './state'

/** How many rows the batch at hand has touched. */
let touched: i32 = 0

/**
 * Trains on `batches` batches of `size` ratings, the first with local step t + 1.
 *
 * users, items `[rows]` int32 and ratings `[rows]` float32 are columns; order gives the rows of the batches
 * one after the other (0: rows 0, 1, 2, ...). The mean squared error of each batch goes to losses, float64.
 */
export function train(
  users: usize, items: usize, ratings: usize, order: usize, batches: i32, size: i32, t: i32, losses: usize,
): void {
  for (let batch = 0; batch < batches; batch++, t++) {
    touched = 0
    let sum: f64 = 0
    for (let j = 0; j < size; j++) {
      const at = <usize>(batch * size + j) << 2
      const row = order == 0 ? at : <usize>load<u32>(order + at) << 2
      const user = <usize>load<i32>(users + row)
      const item = <usize>(load<i32>(items + row) + userRows)
      const userGradient = touch(user, userSums, userSteps, t)
      const itemGradient = touch(item, itemSums, itemSteps, t)
      sum += addGradients(recordOf(user), recordOf(item), userGradient, itemGradient, load<f32>(ratings + row), size)
    }
    store<f64>(losses + (<usize>batch << 3), sum / <f64>size)
    for (let place = 0; place < touched; place++) {
      const row = load<i32>(touchedRows + (<usize>place << 2))
      const steps = row < userRows ? userSteps : itemSteps
      adamStep(recordOf(row), gradients + <usize>place * partBytes, steps, t + 1)
    }
  }
}

/** Brings a row up to local step t and gives the place of its gradient in this batch, zero at its first touch. */
@inline
function touch(row: usize, sums: usize, steps: usize, t: i32): usize {
  const at = row << 2
  const part = partBytes
  if (load<i32>(touchedIn + at) == t + 1) return gradients + <usize>load<i32>(placeInBatch + at) * part
  const last = load<i32>(upToDate + at)
  if (last < t) catchUp(recordOf(row), sums, steps, last, t)
  store<i32>(touchedIn + at, t + 1)
  store<i32>(upToDate + at, t + 1)
  store<i32>(placeInBatch + at, touched)
  store<i32>(touchedRows + (<usize>touched << 2), <i32>row)
  const gradient = gradients + <usize>touched * part
  touched++
  for (let o: usize = 0; o < part; o += 16) v128.store(gradient + o, f32x4.splat(0))
  return gradient
}

/** Adds the gradient of one rating's share in the batch's mean squared error; gives its squared error. */
@inline
function addGradients(user: usize, item: usize, userGradient: usize, itemGradient: usize, rating: f32, size: i32): f64 {
  const raw = score(user, item)
  let error: f64
  let slope: f64
  if (range == 0) {
    error = raw - <f64>rating
    slope = 1
  } else {
    const sigmoid = 1 / (1 + exp(-raw))
    error = low + range * sigmoid - <f64>rating
    slope = range * sigmoid * (1 - sigmoid)
  }
  const scale = <f32>((2 * error * slope) / <f64>size)
  const scales = f32x4.splat(scale)
  const end = factorBytes
  for (let o: usize = 0; o < end; o += 16) {
    const p = v128.load(user + o)
    const q = v128.load(item + o)
    v128.store(userGradient + o, f32x4.add(v128.load(userGradient + o), f32x4.mul(scales, q)))
    v128.store(itemGradient + o, f32x4.add(v128.load(itemGradient + o), f32x4.mul(scales, p)))
  }
  store<f32>(userGradient + end, load<f32>(userGradient + end) + scale)
  store<f32>(itemGradient + end, load<f32>(itemGradient + end) + scale)
  return error * error
}

/** Brings all rows up to local step t and begins to count from 0 again. */
export function endStretch(t: i32): void {
  for (let row = 0; row < allRows; row++) {
    const at = <usize>row << 2
    const last = load<i32>(upToDate + at)
    const isUser = row < userRows
    if (last < t) catchUp(recordOf(row), isUser ? userSums : itemSums, isUser ? userSteps : itemSteps, last, t)
    store<i32>(upToDate + at, 0)
    store<i32>(touchedIn + at, 0)
  }
}
