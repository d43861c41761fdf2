import { OnecycleError, type NdArray } from '@onecycle/tensor-core'

/**
 * Height and width of gray images `[n, height, width, 1]` or `[n, height, width]`, or of flat ones `[n, size]`
 * if they are square, as those of `[n, 784]` are.
 *
 * @throws OnecycleError `SHAPE_MISMATCH`
 */
export function sidesOfImages({ shape }: NdArray): [height: number, width: number] {
  const [, height = 0, width, channels = 1, ...more] = shape
  if (width !== undefined && channels === 1 && more.length === 0) return [height, width]
  const side = Math.sqrt(height)
  if (shape.length === 2 && Number.isInteger(side)) return [side, side]
  throw new OnecycleError(
    'SHAPE_MISMATCH',
    `images have shape [${shape.join(', ')}]; expected [n, height, width, 1], or [n, size] of square ones`,
    { shape },
  )
}
