import { Generator, ndArray, OnecycleError, type NdArray } from '@onecycle/tensor-core'

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

/** Digits to learn from, and others to check on. */
export interface DigitSplit {
  readonly train: DigitSet
  readonly valid: DigitSet
}

/** Where digits come from, so that whatever shows them can say so. */
export interface DigitSource {
  readonly kind: 'mnist' | 'sample'
  /** In words: "MNIST: 60,000 training digits, 10,000 test digits". */
  readonly name: string
  readonly location: string
  readonly citation: string | null
}

/** What `mnist` and `sampleDigits` give. */
export interface MnistData extends DigitSplit {
  readonly source: DigitSource
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
  if (labels.shape.length !== 1) throw bad(`labels have shape [${labels.shape.join(', ')}]; expected [n]`)
  if (labels.shape[0] !== images.shape[0]) {
    throw bad(`there are ${images.shape[0]!} images, but ${labels.shape[0]!} labels`)
  }
  const at = images.data.findIndex((value) => !(value >= 0 && value <= 1))
  if (at >= 0) {
    throw bad(
      `pixel ${at % PIXELS} of image ${Math.floor(at / PIXELS)} is ${images.data[at]!}; expected 0 to 1`,
    )
  }
  const row = labels.data.findIndex((label) => !(label >= 0 && label <= 9))
  if (row >= 0) throw bad(`label ${row} is ${labels.data[row]!}; expected 0 to 9`)
  return digits
}

/** Keeps a share of the digits, drawn by the seed, for validation. @throws OnecycleError `BAD_VALID_PCT` */
export function splitDigits(digits: DigitSet, { validPct = 0.2, seed = 42 } = {}): DigitSplit {
  if (!(validPct >= 0 && validPct < 1)) {
    throw new OnecycleError(
      'BAD_VALID_PCT',
      `validPct is ${validPct}; expected a share of at least 0 and under 1`,
      { validPct },
    )
  }
  const order = new Generator(seed).permutation(digits.labels.data.length)
  const validCount = Math.floor(order.length * validPct)
  return {
    train: takeDigits(digits, order.subarray(validCount)),
    valid: takeDigits(digits, order.subarray(0, validCount)),
  }
}

/** The digits at `rows`, in that order. */
export function takeDigits({ images, labels }: DigitSet, rows: ArrayLike<number>): DigitSet {
  const taken = new Float32Array(rows.length * PIXELS)
  for (let i = 0; i < rows.length; i++) {
    taken.set(images.data.subarray(rows[i]! * PIXELS, (rows[i]! + 1) * PIXELS), i * PIXELS)
  }
  return {
    images: ndArray(taken, [rows.length, PIXELS]),
    labels: ndArray(Int32Array.from(rows, (row) => labels.data[row]!)),
  }
}
