import { atLeast, type ExpectedSide } from '../shape.ts'

/** A size of something two-dimensional: one number for both sides, or [height, width]. */
export type Size2d = number | readonly [height: number, width: number]

export const toPair = (size: Size2d): [height: number, width: number] =>
  typeof size === 'number' ? [size, size] : [...size]

/** `(3, 3)`, as PyTorch prints sizes. */
export const printPair = (size: Size2d): string => `(${toPair(size).join(', ')})`

/** Zeros around an image, in the form that tf.conv2d and tf.maxPool take. */
export const toPadding = (padding: Size2d): [[0, 0], [number, number], [number, number], [0, 0]] => {
  const [height, width] = toPair(padding)
  return [
    [0, 0],
    [height, height],
    [width, width],
    [0, 0],
  ]
}

/** The height and width that an image must have for the window to fit on it once. */
export const smallest = (kernelSize: Size2d, padding: Size2d): ExpectedSide[] => {
  const [padHeight, padWidth] = toPair(padding)
  const [height, width] = toPair(kernelSize)
  return [atLeast(height - 2 * padHeight), atLeast(width - 2 * padWidth)]
}
