// Where everything stands in memory. One module serves one model, so these are set once by configure().
//
// A record holds a row's values p, Adam's first moments m and the square roots x of its second moments. It is a
// run of quads, each [p p p p | m m m m | x x x x]: first the factors, rounded up to whole quads, then one quad
// with the bias in its first lanes. Users come first, items after them.

/** Bytes of a quad, and of its share in a gradient. */
export const quad: usize = 48
export const lanes: usize = 16

/** The factors' quads of a record, in bytes; the bias follows. */
export let factorBytes: usize = 0
export let recordBytes: usize = 0
/** A row's gradient: one lane an element, no moments. In bytes. */
export let gradientBytes: usize = 0
export let userRows: i32 = 0
export let allRows: i32 = 0
export let records: usize = 0
/**
 * Per row, int32: [the local step up to which its record is up to date | 1 + the local step of the batch that
 * touched it last | its place in that batch | 0 where no element that moves has a small root].
 */
export let rows: usize = 0
/** The rows of the batch at hand, and the gradient of each. */
export let touchedRows: usize = 0
export let gradients: usize = 0
/** The ratings of a chunk, each [user record | its gradient | item record | its gradient | rating | scale | score]. */
export let pairs: usize = 0
/** How the new rows of a chunk catch up, 64 bytes each: the factors, then the bias where it goes by itself. */
export let drifts: usize = 0
/** q^n by n, q = sqrt(b2), float64, for gaps under powerCount. */
export let powers: usize = 0
export let powerCount: i32 = 0
/** Adam's b2 and log q. */
export let beta2: f64 = 0.99
export let logRoot: f64 = 0
/** The range of predictions; range 0 means none. */
export let low: f64 = 0
export let range: f64 = 0

export function configure(
  factors: i32, users: i32, items: i32, recordsAt: usize, rowsAt: usize, touchedRowsAt: usize, gradientsAt: usize,
  pairsAt: usize, driftsAt: usize, powersAt: usize, powersLength: i32, b2: f64, logQ: f64, lowest: f64, width: f64,
): void {
  const quads = <usize>((factors + 3) >> 2)
  factorBytes = quads * quad
  recordBytes = factorBytes + quad
  gradientBytes = (quads + 1) * lanes
  userRows = users
  allRows = users + items
  records = recordsAt
  rows = rowsAt
  touchedRows = touchedRowsAt
  gradients = gradientsAt
  pairs = pairsAt
  drifts = driftsAt
  powers = powersAt
  powerCount = powersLength
  beta2 = b2
  logRoot = logQ
  low = lowest
  range = width
}

// Tables of a stretch of schedule, for factors and biases of users and of items; see src/engine/schedule-tables.ts.
// Per local step t, float64: [product of w | product of b1 | its block | F1 | F2 | F3 | F4 | 0].
export let userSums: usize = 0
export let itemSums: usize = 0
export let userBiasSums: usize = 0
export let itemBiasSums: usize = 0
// Per local step t, float64: [c | e | w | b1].
export let userSteps: usize = 0
export let itemSteps: usize = 0
export let userBiasSteps: usize = 0
export let itemBiasSteps: usize = 0
/** Whether biases have tables of their own: then a record's last quad goes by itself. */
export let biasesApart: bool = false

export function setTables(
  userSumsAt: usize, userStepsAt: usize, itemSumsAt: usize, itemStepsAt: usize,
  userBiasSumsAt: usize, userBiasStepsAt: usize, itemBiasSumsAt: usize, itemBiasStepsAt: usize,
): void {
  userSums = userSumsAt
  userSteps = userStepsAt
  itemSums = itemSumsAt
  itemSteps = itemStepsAt
  userBiasSums = userBiasSumsAt
  userBiasSteps = userBiasStepsAt
  itemBiasSums = itemBiasSumsAt
  itemBiasSteps = itemBiasStepsAt
  biasesApart = userBiasSums != userSums || itemBiasSums != itemSums
}

@inline
export function recordOf(row: usize): usize {
  return records + row * recordBytes
}
