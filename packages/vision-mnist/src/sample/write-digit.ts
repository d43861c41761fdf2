import type { Generator } from '@onecycle/tensor-core'
import type { Point, Stroke } from '../drawing/draw-strokes.ts'
import { glyphs, type Line } from './glyphs.ts'

/** How much hands differ: standard deviations, in parts of the digit's height. */
const WOBBLE = 0.04
const SLANT = 0.25
const TURN = 0.12
const NARROWEST = 0.45
const WIDEST = 0.85

/** Pieces of a curve between two of its points. */
const PIECES = 5

/** Writes a digit with a hand of its own: strokes in a box of about 1 x 1. */
export function writeDigit(digit: number, random: Generator): Stroke[] {
  const ways = glyphs[digit]!
  const way = ways[random.integer(ways.length)]!
  const width = NARROWEST + (WIDEST - NARROWEST) * random.uniform()
  const slant = SLANT * random.normal()
  const turn = TURN * random.normal()
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  // Lines that meet at a point stay together: the wobble belongs to the place.
  const wobbled = new Map<string, Point>()
  const place = ([x, y]: Point): Point => {
    const key = `${x} ${y}`
    const known = wobbled.get(key)
    if (known) return known
    const wide = (x - 0.5) * width + WOBBLE * random.normal()
    const high = y - 0.5 + WOBBLE * random.normal()
    const slanted = wide - slant * high
    const placed: Point = [slanted * cos - high * sin, slanted * sin + high * cos]
    wobbled.set(key, placed)
    return placed
  }
  return way.map((line: Line) => {
    const points = line.points.map(place)
    return line.isRound ? curveThrough(points) : points
  })
}

/** A Catmull-Rom spline: passes through all points, at each in the direction from the one before to the next. */
function curveThrough(points: readonly Point[]): Point[] {
  const curve: Point[] = [points[0]!]
  for (let i = 0; i + 1 < points.length; i++) {
    const [p0, p1] = [points[Math.max(0, i - 1)]!, points[i]!]
    const [p2, p3] = [points[i + 1]!, points[Math.min(points.length - 1, i + 2)]!]
    for (let piece = 1; piece <= PIECES; piece++) {
      const t = piece / PIECES
      const at = (axis: 0 | 1) =>
        0.5 *
        (2 * p1[axis] +
          (p2[axis] - p0[axis]) * t +
          (2 * p0[axis] - 5 * p1[axis] + 4 * p2[axis] - p3[axis]) * t * t +
          (3 * p1[axis] - p0[axis] - 3 * p2[axis] + p3[axis]) * t * t * t)
      curve.push([at(0), at(1)])
    }
  }
  return curve
}
