/** What happens to an image, in this order. */
export interface Warp {
  /** Turned about its centre, in radians, clockwise as it is seen. */
  angle: number
  /** Enlarged by this factor. */
  zoom: number
  /** Moved by so many pixels. */
  right: number
  down: number
}

/**
 * Writes one of many images of `source`, warped, to the same place of `target`: bilinear between pixels, and
 * 0 from outside the image.
 *
 * @param from where the image begins in both
 */
export function warpImage(
  source: ArrayLike<number>,
  target: Float32Array,
  from: number,
  height: number,
  width: number,
  { angle, zoom, right, down }: Readonly<Warp>,
): void {
  // Backwards: for each pixel of the result, where its value stands.
  const cos = Math.cos(angle) / zoom
  const sin = Math.sin(angle) / zoom
  const centreX = (width - 1) / 2
  const centreY = (height - 1) / 2
  const pixel = (row: number, column: number): number =>
    row >= 0 && row < height && column >= 0 && column < width ? source[from + row * width + column]! : 0
  for (let row = 0; row < height; row++) {
    const y = row - centreY - down
    for (let column = 0; column < width; column++) {
      const x = column - centreX - right
      const sourceX = cos * x + sin * y + centreX
      const sourceY = cos * y - sin * x + centreY
      const left = Math.floor(sourceX)
      const top = Math.floor(sourceY)
      const u = sourceX - left
      const v = sourceY - top
      target[from + row * width + column] =
        (1 - v) * ((1 - u) * pixel(top, left) + u * pixel(top, left + 1)) +
        v * ((1 - u) * pixel(top + 1, left) + u * pixel(top + 1, left + 1))
    }
  }
}
