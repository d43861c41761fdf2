/** A place: x to the right, y down. */
export type Point = readonly [x: number, y: number]

/** The way of a pen, from point to point in straight lines; one point is a dot. */
export type Stroke = readonly Point[]

export interface Pen {
  /** Half the width of the line, in pixels. */
  readonly radius: number
  /** Width of the edge over which ink fades to paper, in pixels. */
  readonly softness: number
}

/**
 * Draws strokes as a grey picture: `[side * side]`, row by row, 0 (paper) to 1 (ink). Pixel (i, j) covers x from
 * j to j + 1 and y from i to i + 1; what lies outside is cut off.
 */
export function drawStrokes(
  strokes: readonly Stroke[],
  side: number,
  { radius, softness }: Pen,
): Float32Array {
  const picture = new Float32Array(side * side)
  const reach = radius + softness / 2
  for (const stroke of strokes) {
    for (let k = 0; k < stroke.length; k++) {
      const [x0, y0] = stroke[Math.max(0, k - 1)]!
      const [x1, y1] = stroke[k]!
      if (k === 0 && stroke.length > 1) continue
      const [dx, dy] = [x1 - x0, y1 - y0]
      const lengthSquared = dx * dx + dy * dy
      const top = Math.max(0, Math.floor(Math.min(y0, y1) - reach))
      const bottom = Math.min(side - 1, Math.floor(Math.max(y0, y1) + reach))
      const left = Math.max(0, Math.floor(Math.min(x0, x1) - reach))
      const right = Math.min(side - 1, Math.floor(Math.max(x0, x1) + reach))
      for (let i = top; i <= bottom; i++) {
        for (let j = left; j <= right; j++) {
          const [px, py] = [j + 0.5 - x0, i + 0.5 - y0]
          const along =
            lengthSquared === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / lengthSquared))
          const [ox, oy] = [px - along * dx, py - along * dy]
          const ink = 0.5 + (radius - Math.sqrt(ox * ox + oy * oy)) / softness
          const at = i * side + j
          if (ink > picture[at]!) picture[at] = Math.min(1, ink)
        }
      }
    }
  }
  return picture
}
