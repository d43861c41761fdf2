import { SIDE } from '../digit-set.ts'
import type { Point, Stroke } from './draw-strokes.ts'

/** MNIST's digits fill a box of 20 x 20 in the middle of their 28 x 28. */
export const BOX = 20
/** The middle of pixel 14: the centres of mass of MNIST's 10,000 test digits lie at (14.51, 14.49) on average. */
const MIDDLE = SIDE / 2 + 0.5

/** A rectangle: the smallest and the largest x and y. */
export interface Bounds {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/**
 * Where the centre of mass of a drawing comes to lie in 28 x 28: in the middle, as MNIST has it, unless the
 * drawing would then stick out.
 *
 * @param centre of mass, in the drawing's own units
 * @param scale pixels a unit
 * @returns what to add to the scaled coordinates
 */
export function placing(bounds: Bounds, [x, y]: Point, scale: number): Point {
  const within = (shift: number, low: number, high: number) =>
    Math.min(SIDE - high * scale, Math.max(-low * scale, shift))
  return [
    within(MIDDLE - x * scale, bounds.left, bounds.right),
    within(MIDDLE - y * scale, bounds.top, bounds.bottom),
  ]
}

/** Scales strokes so that, drawn with a pen of this radius, they fill MNIST's box, and places them as MNIST does. */
export function fitStrokes(strokes: readonly Stroke[], radius: number): Stroke[] {
  const bounds = boundsOf(strokes)
  const size = Math.max(bounds.right - bounds.left, bounds.bottom - bounds.top)
  const scale = size > 0 ? (BOX - 2 * radius) / size : 1
  const rim = radius / scale
  const inked = {
    left: bounds.left - rim,
    right: bounds.right + rim,
    top: bounds.top - rim,
    bottom: bounds.bottom + rim,
  }
  const [dx, dy] = placing(inked, centreOfMass(strokes), scale)
  return strokes.map((stroke) => stroke.map(([x, y]): Point => [x * scale + dx, y * scale + dy]))
}

function boundsOf(strokes: readonly Stroke[]): Bounds {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const [x, y] of strokes.flat()) {
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  return { left, right, top, bottom }
}

/** Of lines of equal width: the mean of the pieces' middles, weighed by their lengths. */
function centreOfMass(strokes: readonly Stroke[]): Point {
  let [x, y, mass] = [0, 0, 0]
  for (const stroke of strokes) {
    for (let k = 0; k < stroke.length; k++) {
      const [x0, y0] = stroke[Math.max(0, k - 1)]!
      const [x1, y1] = stroke[k]!
      const weight = Math.hypot(x1 - x0, y1 - y0) + 1e-9 // a dot alone has a place, too
      x += (weight * (x0 + x1)) / 2
      y += (weight * (y0 + y1)) / 2
      mass += weight
    }
  }
  return [x / mass, y / mass]
}
