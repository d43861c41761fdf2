/** Learning rates read off the curve of an lr finder, by the rules people use. NaN where the curve is too short. */
export interface LrSuggestions {
  /** Within the longest fall of the loss, a good half of the way down (fast.ai v2's default). */
  readonly valley: number
  /** Where the loss falls fastest with the logarithm of the rate. */
  readonly steep: number
  /** The rate of the lowest loss, divided by 10. */
  readonly minimum: number
  /** The left end of the last stretch with a steady slope. */
  readonly slide: number
}

/**
 * @param lrs `[n]` ascending
 * @param losses `[n]` smoothed
 */
export function suggestLrs(lrs: readonly number[], losses: readonly number[]): LrSuggestions {
  return {
    valley: valley(lrs, losses),
    steep: steep(lrs, losses),
    minimum: (lrs[argmin(losses)] ?? NaN) / 10,
    slide: slide(lrs, losses),
  }
}

const argmin = (values: readonly number[]): number =>
  values.reduce((best, value, i) => (value < values[best]! ? i : best), 0)

function steep(lrs: readonly number[], losses: readonly number[]): number {
  const slopes = losses.slice(1).map((loss, i) => (loss - losses[i]!) / Math.log(lrs[i + 1]! / lrs[i]!))
  return lrs[argmin(slopes)] ?? NaN
}

/** The longest strictly falling subsequence, by dynamic programming; then half its last third's way in. */
function valley(lrs: readonly number[], losses: readonly number[]): number {
  const lengths = losses.map(() => 1)
  let end = 0
  for (let i = 1; i < losses.length; i++) {
    for (let j = 0; j < i; j++) {
      if (losses[i]! < losses[j]! && lengths[i]! <= lengths[j]!) lengths[i] = lengths[j]! + 1
    }
    if (lengths[i]! > lengths[end]!) end = i
  }
  const start = end - (lengths[end] ?? 0)
  const third = (end - start) / 3
  return lrs[start + Math.floor(third) + Math.floor(third / 2)] ?? NaN
}

/** Walks a window of 15 rates from the right until the slopes at its two ends agree. */
function slide(lrs: readonly number[], losses: readonly number[]): number {
  const window = 15
  const slopes = gradient(losses)
  let right = losses.length - 1
  let found = lrs[right - window] ?? NaN
  for (; right - window >= 0; right--) {
    if (Math.abs(slopes[right]! - slopes[right - window]!) <= 0.005) break
    found = lrs[right - window]!
  }
  return found
}

/** Central differences inside, one-sided ones at the ends. */
export const gradient = (values: readonly number[]): number[] =>
  values.map((value, i) => {
    if (i === 0) return (values[1] ?? value) - value
    if (i === values.length - 1) return value - values[i - 1]!
    return (values[i + 1]! - values[i - 1]!) / 2
  })
