import type { Point } from './draw-strokes.ts'
import type { Bounds } from './fit-strokes.ts'

export interface Resampling {
  /** Of the square that is made. */
  readonly side: number
  /** Pixels made of one. */
  readonly scale: number
  /** A point (x, y) of the source comes to lie at (x, y) * scale + shift. */
  readonly shift: Point
  /** What of the source counts; in whole pixels. */
  readonly bounds: Bounds
}

/**
 * Scales and moves a grey picture, anti-aliased: each new pixel is a mean of the old ones around its place,
 * weighed by a triangle as wide as two pixels, of the new picture where it shrinks and of the old where it
 * grows. Outside of the bounds is paper (0).
 */
export function resample(
  source: Float32Array,
  width: number,
  { side, scale, shift, bounds }: Resampling,
): Float32Array {
  const columns = weights(side, scale, shift[0], bounds.left, bounds.right)
  const rows = weights(side, scale, shift[1], bounds.top, bounds.bottom)
  const height = bounds.bottom - bounds.top
  // Sideways first: [height, side].
  const narrowed = new Float32Array(height * side)
  for (let i = 0; i < height; i++) {
    columns.forEach((taps, j) => {
      for (const { at, weight } of taps) {
        narrowed[i * side + j]! += weight * source[(bounds.top + i) * width + at]!
      }
    })
  }
  const made = new Float32Array(side * side)
  rows.forEach((taps, i) => {
    for (const { at, weight } of taps) {
      const from = (at - bounds.top) * side
      for (let j = 0; j < side; j++) made[i * side + j]! += weight * narrowed[from + j]!
    }
  })
  return made
}

interface Tap {
  /** A column or row of the source. */
  readonly at: number
  readonly weight: number
}

/** For each new column (or row) the old ones it is made of. */
function weights(side: number, scale: number, shift: number, first: number, end: number): Tap[][] {
  const reach = Math.max(1, 1 / scale)
  return Array.from({ length: side }, (_, i) => {
    const middle = (i + 0.5 - shift) / scale
    const from = Math.ceil(middle - reach - 0.5)
    const taps = Array.from({ length: Math.floor(middle + reach - 0.5) - from + 1 }, (_, k): Tap => {
      const at = from + k
      return { at, weight: 1 - Math.abs(at + 0.5 - middle) / reach }
    })
    const sum = taps.reduce((total, { weight }) => total + weight, 0)
    return taps
      .filter(({ at }) => at >= first && at < end)
      .map(({ at, weight }) => ({ at, weight: weight / sum }))
  })
}
