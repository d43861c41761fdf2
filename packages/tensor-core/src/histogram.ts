import { OnecycleError } from './errors.ts'

export interface Histogram {
  /** `[bins + 1]`: bin i goes from edges[i] to edges[i + 1]. */
  readonly edges: Float64Array
  /** `[bins]` */
  readonly counts: Int32Array
}

export interface HistogramOptions {
  /** Default 20. */
  bins?: number
  /** Where the first bin begins. Default: the smallest value. */
  low?: number
  /** Where the last bin ends. Default: the largest value. */
  high?: number
}

/**
 * How many values lie in each of some bins of equal width. A value on an edge belongs to the bin above it, the
 * largest one to the last bin; values outside are left out.
 *
 * @throws OnecycleError `BAD_BINS`; `NOT_FINITE` where a value is not; `BAD_RANGE` where low is above high
 */
export function histogram(values: ArrayLike<number>, options: HistogramOptions = {}): Histogram {
  const { bins = 20 } = options
  if (!Number.isInteger(bins) || bins < 1) {
    throw new OnecycleError('BAD_BINS', `bins is ${bins}: expected a whole number from 1 on`, { bins })
  }
  let [least, most] = [Infinity, -Infinity]
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (!Number.isFinite(value)) {
      throw new OnecycleError('NOT_FINITE', `histogram: value ${i} is ${value}`, { index: i, value })
    }
    if (value < least) least = value
    if (value > most) most = value
  }
  const { low = values.length > 0 ? least : 0, high = values.length > 0 ? most : 1 } = options
  if (!(low <= high)) {
    throw new OnecycleError('BAD_RANGE', `histogram from ${low} to ${high}: low is above high`, { low, high })
  }
  // All values alike: one bin of some width has to hold them.
  const width = (high - low || 1) / bins
  const counts = new Int32Array(bins)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (value < low || value > high) continue
    counts[Math.min(bins - 1, Math.floor((value - low) / width))]!++
  }
  return { edges: Float64Array.from({ length: bins + 1 }, (_, i) => low + i * width), counts }
}
