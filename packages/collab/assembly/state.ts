// Where everything stands in memory. One module serves one model, so these are set once by configure().

/** Factors of a row, rounded up to whole lanes of 4; the bias is the next lane. In bytes. */
export let factorBytes: usize = 0
/** One of the three parts of a record: values, first moments, second moments. In bytes. */
export let partBytes: usize = 0
/** A record: [p | m | v]. In bytes. */
export let recordBytes: usize = 0
/** Users first, items after them. */
export let userRows: i32 = 0
export let allRows: i32 = 0
export let records: usize = 0
/** Per row, int32: the local step up to which its record is up to date. */
export let upToDate: usize = 0
/** Per row, int32: 1 + the local step of the batch that touched it last; and its place in that batch. */
export let touchedIn: usize = 0
export let placeInBatch: usize = 0
/** The rows of the batch at hand, and the gradient of each. */
export let touchedRows: usize = 0
export let gradients: usize = 0
/** q^-n and b2^n by n, as pairs of float64, for gaps under powerCount. */
export let powers: usize = 0
export let powerCount: i32 = 0
/** Adam's b2 and the range of predictions; range 0 means none. */
export let beta2: f64 = 0.99
export let logBeta2: f64 = 0
export let low: f64 = 0
export let range: f64 = 0

export function configure(
  factors: i32, users: i32, items: i32, recordsAt: usize, upToDateAt: usize, touchedInAt: usize, placeAt: usize,
  touchedRowsAt: usize, gradientsAt: usize, powersAt: usize, powersLength: i32, b2: f64, logB2: f64, lowest: f64, width: f64,
): void {
  factorBytes = <usize>((factors + 3) & ~3) << 2
  partBytes = factorBytes + 16
  recordBytes = 3 * partBytes
  userRows = users
  allRows = users + items
  records = recordsAt
  upToDate = upToDateAt
  touchedIn = touchedInAt
  placeInBatch = placeAt
  touchedRows = touchedRowsAt
  gradients = gradientsAt
  powers = powersAt
  powerCount = powersLength
  beta2 = b2
  logBeta2 = logB2
  low = lowest
  range = width
}

// Tables of a stretch of schedule, one for users and one for items; see src/engine/schedule-tables.ts.
// Per local step t, float64: [product of w | log of the product of b1 | F1 | F2 | F3 | F4 | 0 | 0].
export let userSums: usize = 0
export let itemSums: usize = 0
// Per local step t, float64: [c | e | w | b1].
export let userSteps: usize = 0
export let itemSteps: usize = 0

export function setTables(userSumsAt: usize, userStepsAt: usize, itemSumsAt: usize, itemStepsAt: usize): void {
  userSums = userSumsAt
  userSteps = userStepsAt
  itemSums = itemSumsAt
  itemSteps = itemStepsAt
}
