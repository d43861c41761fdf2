import { OnecycleError, type NdArray } from '@onecycle/tensor-core'

/** Side of an image, and its pixels. */
export const SIDE = 28
export const PIXELS = SIDE * SIDE

/** Images of digits as models take them, and what they show. */
export interface DigitSet {
  /** `[n, 784]`, 0 (paper) to 1 (ink). */
  readonly images: NdArray<Float32Array>
  /** `[n]`, 0 to 9. */
  readonly labels: NdArray<Int32Array>
}

/**
 * @param name of the file or set, for messages
 * @throws OnecycleError `BAD_DIGITS` where shapes do not fit each other, a pixel is not from 0 to 1 or a label
 *   not from 0 to 9
 */
export function checkDigits(digits: DigitSet, name: string): DigitSet {
  const { images, labels } = digits
  const bad = (what: string) => new OnecycleError('BAD_DIGITS', `${name}: ${what}`, { name })
  if (images.shape.length !== 2 || images.shape[1] !== PIXELS) {
    throw bad(`images have shape [${images.shape.join(', ')}]; expected [n, ${PIXELS}]`)
  }
  if (labels.shape.length !== 1 || labels.shape[0] !== images.shape[0]) {
    throw bad(`there are ${images.shape[0]!} images, but labels of shape [${labels.shape.join(', ')}]`)
  }
  const pixel = images.data.findIndex((value) => !(value >= 0 && value <= 1))
  if (pixel >= 0)
    throw bad(
      `pixel ${pixel % PIXELS} of image ${Math.floor(pixel / PIXELS)} is ${images.data[pixel]!}; expected 0 to 1`,
    )
  const row = labels.data.findIndex((label) => !(label >= 0 && label <= 9))
  if (row >= 0) throw bad(`label ${row} is ${labels.data[row]!}; expected 0 to 9`)
  return digits
}
