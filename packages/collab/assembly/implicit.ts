import { adamStep } from './adam'
import { dropSubnormal } from './catch-up'
import { factorBytes, gradientBytes, gradients, lanes, quad, recordOf, touchedRows } from './state'

// The implicit term: a row's vector gains c times the sum of vectors y of those who rated it (or whom it rated).
// The sums are the same for all batches of a block; see src/engine/implicit-tables.ts.

/**
 * Terms, 44 bytes each, uint32: [first receiving row | receiving rows | givers | first giver's record | by receiver,
 * where its list begins | lists of givers | by giver, where its list begins | lists of receivers | c by receiver |
 * y | gradient of y]. A list holds distances between vectors, in bytes.
 */
let terms: usize = 0
let termCount: i32 = 0
/** Bytes of a vector of factors, one lane an element, in whole pairs of quads. */
let vectorBytes: usize = 0
/** What each row gains, `[rows]` vectors; 0 where there is no implicit term. */
export let shifts: usize = 0
/** The gradient of what each row gains, times its c, summed over the block. */
let drives: usize = 0
/** From the gradient of a row to its vector in the batch at hand, the gain included. */
export let toVector: usize = 0
/** Batches in a block, and how many of the block at hand are done. */
let every: i32 = 1
let phase: i32 = 0
/** Adam's constants by block, as in setTables, b2 of a block, and the blocks done in this stretch. */
let blockSteps: usize = 0
let blockFade: f64 = 0
let blocks: i32 = 0

const termBytes: usize = 44

export function setImplicit(termsAt: usize, count: i32, shiftsAt: usize, drivesAt: usize, vectorsAt: usize, size: i32): void {
  terms = termsAt
  termCount = count
  vectorBytes = (factorBytes / 3 + 31) & ~31
  shifts = shiftsAt
  drives = drivesAt
  toVector = vectorsAt
  every = size
}

/** A stretch begins when `done` batches of a block are over. */
export function setBlocks(stepsAt: usize, fade: f64, done: i32): void {
  blockSteps = stepsAt
  blockFade = fade
  phase = done
  blocks = 0
}

/** After the records of givers were written: their vectors side by side, and the sums. */
export function refreshImplicit(): void {
  for (let i = 0; i < termCount; i++) {
    const term = terms + <usize>i * termBytes
    const givers = load<i32>(term, 8)
    for (let giver = 0; giver < givers; giver++)
      copyVector(recordOf(load<i32>(term, 12) + giver), <usize>load<u32>(term, 36) + <usize>giver * vectorBytes)
    gain(term)
  }
}

/** Writes a row's vector with its gain; the bias gains nothing. */
@inline
export function shiftVector(record: usize, row: usize, to: usize): void {
  let shift = shifts + row * vectorBytes
  for (const end = record + factorBytes; record < end; record += quad, shift += lanes, to += lanes)
    v128.store(to, f32x4.add(v128.load(record), v128.load(shift)))
  v128.store(to, v128.load(record))
}

/** The batch at hand is over: its gradients join the block's, and with the last one the givers make a step. */
export function endBatch(touched: i32): void {
  for (let i = 0; i < termCount; i++) {
    const term = terms + <usize>i * termBytes
    const first = load<u32>(term)
    const rows = load<u32>(term, 4)
    const c = <usize>load<u32>(term, 32)
    for (let place = 0; place < touched; place++) {
      const row = load<u32>(touchedRows + (<usize>place << 2))
      if (row - first >= rows) continue
      addScaled(gradients + <usize>place * gradientBytes, load<f32>(c + (<usize>(row - first) << 2)), drives + <usize>row * vectorBytes)
    }
  }
  if (++phase < every) return
  phase = 0
  blocks++
  for (let i = 0; i < termCount; i++) {
    const term = terms + <usize>i * termBytes
    stepGivers(term)
    gain(term)
  }
}

/**
 * After a stretch, what the block has gathered so far goes to the gradients of the givers: the same bytes with or
 * without a checkpoint.
 */
export function settleImplicit(): void {
  for (let i = 0; i < termCount; i++) {
    const term = terms + <usize>i * termBytes
    const first = load<i32>(term, 12)
    const givers = load<i32>(term, 8)
    for (let giver = 0; giver < givers; giver++) {
      if (phase > 0) collect(term, giver, load<u32>(term, 40) + <usize>giver * vectorBytes)
      dropSubnormal(recordOf(first + giver))
    }
    clearDrives(term)
  }
}

/** The gain of each receiver: c times the sum of its givers' vectors. */
function gain(term: usize): void {
  const rows = load<i32>(term, 4)
  let to = shifts + <usize>load<u32>(term) * vectorBytes
  memory.fill(to, 0, <usize>rows * vectorBytes)
  for (let row = 0; row < rows; row++, to += vectorBytes) {
    const offsets = <usize>load<u32>(term, 16) + (<usize>row << 2)
    addSum(load<u32>(term, 20), load<u32>(offsets), load<u32>(offsets, 4), load<u32>(term, 36), to)
    scaleVector(to, load<f32>(load<u32>(term, 32) + (<usize>row << 2)))
  }
}

/** Adds the block's gradient, so far, to that of a giver: the sum over its receivers. */
@inline
function collect(term: usize, giver: i32, gradient: usize): void {
  const offsets = <usize>load<u32>(term, 24) + (<usize>giver << 2)
  addSum(load<u32>(term, 28), load<u32>(offsets), load<u32>(offsets, 4), drives + <usize>load<u32>(term) * vectorBytes, gradient)
}

@inline
function clearDrives(term: usize): void {
  memory.fill(drives + <usize>load<u32>(term) * vectorBytes, 0, <usize>load<u32>(term, 4) * vectorBytes)
}

/**
 * One Adam step of each giver, with the mean gradient of the block's batches; its moments fade as they would by so
 * many steps. Gradients begin again from 0.
 */
function stepGivers(term: usize): void {
  const first = load<i32>(term, 12)
  const givers = load<i32>(term, 8)
  let vector = <usize>load<u32>(term, 36)
  let gradient = <usize>load<u32>(term, 40)
  for (let giver = 0; giver < givers; giver++, vector += vectorBytes, gradient += vectorBytes) {
    const record = recordOf(first + giver)
    collect(term, giver, gradient)
    scaleVector(gradient, 1 / <f32>every)
    adamStep(record, record + factorBytes, gradient, blockSteps, blocks, blockFade)
    copyVector(record, vector)
    memory.fill(gradient, 0, vectorBytes)
  }
  clearDrives(term)
}

/**
 * Adds the vectors of a list, from one place in it to another, to the vector at `to`. Ten sums at a time, or four,
 * since each addition waits for the one before it in its own sum.
 */
function addSum(list: usize, start: u32, end: u32, from: usize, to: usize): void {
  const begin = list + (<usize>start << 2)
  const last = list + (<usize>end << 2)
  const pairs = begin + ((<usize>(end - start) >> 1) << 3)
  const bytes = vectorBytes
  let o: usize = 0
  for (; o + 10 * lanes <= bytes; o += 10 * lanes) {
    let a = v128.load(to + o)
    let b = v128.load(to + o, 16)
    let c = v128.load(to + o, 32)
    let d = v128.load(to + o, 48)
    let e = v128.load(to + o, 64)
    let f = v128.load(to + o, 80)
    let g = v128.load(to + o, 96)
    let h = v128.load(to + o, 112)
    let i = v128.load(to + o, 128)
    let j = v128.load(to + o, 144)
    for (let at = begin; at < last; at += 4) {
      const vector = from + o + load<u32>(at)
      a = f32x4.add(a, v128.load(vector))
      b = f32x4.add(b, v128.load(vector, 16))
      c = f32x4.add(c, v128.load(vector, 32))
      d = f32x4.add(d, v128.load(vector, 48))
      e = f32x4.add(e, v128.load(vector, 64))
      f = f32x4.add(f, v128.load(vector, 80))
      g = f32x4.add(g, v128.load(vector, 96))
      h = f32x4.add(h, v128.load(vector, 112))
      i = f32x4.add(i, v128.load(vector, 128))
      j = f32x4.add(j, v128.load(vector, 144))
    }
    v128.store(to + o, a)
    v128.store(to + o, b, 16)
    v128.store(to + o, c, 32)
    v128.store(to + o, d, 48)
    v128.store(to + o, e, 64)
    v128.store(to + o, f, 80)
    v128.store(to + o, g, 96)
    v128.store(to + o, h, 112)
    v128.store(to + o, i, 128)
    v128.store(to + o, j, 144)
  }
  for (; o < bytes; o += 2 * lanes) {
    let a = v128.load(to + o)
    let b = v128.load(to + o, 16)
    let c = f32x4.splat(0)
    let d = c
    let at = begin
    for (; at < pairs; at += 8) {
      const vector = from + o + load<u32>(at)
      const next = from + o + load<u32>(at, 4)
      a = f32x4.add(a, v128.load(vector))
      b = f32x4.add(b, v128.load(vector, 16))
      c = f32x4.add(c, v128.load(next))
      d = f32x4.add(d, v128.load(next, 16))
    }
    if (at < last) {
      const vector = from + o + load<u32>(at)
      a = f32x4.add(a, v128.load(vector))
      b = f32x4.add(b, v128.load(vector, 16))
    }
    v128.store(to + o, f32x4.add(a, c))
    v128.store(to + o, f32x4.add(b, d), 16)
  }
}

@inline
function copyVector(record: usize, to: usize): void {
  for (const end = record + factorBytes; record < end; record += quad, to += lanes) v128.store(to, v128.load(record))
}

/** Adds the factors' part of a gradient. */
@inline
function addScaled(gradient: usize, by: f32, to: usize): void {
  const factor = f32x4.splat(by)
  for (const end = gradient + gradientBytes - lanes; gradient < end; gradient += lanes, to += lanes)
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(factor, v128.load(gradient))))
}

@inline
function scaleVector(at: usize, by: f32): void {
  const factor = f32x4.splat(by)
  for (const end = at + vectorBytes; at < end; at += lanes) v128.store(at, f32x4.mul(v128.load(at), factor))
}
