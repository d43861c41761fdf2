import { ndArray, type NdArray } from '@onecycle/tensor-core'
import { DataLoaders, TensorDataset, type DataLoadersOptions } from '@onecycle/learner'
import { checkDigits, PIXELS, splitDigits, type DigitSet, type DigitSplit } from './digit-set.ts'

/** Images of digits as files hold them, and what they show. */
export interface Digits {
  /** `[n, 28, 28]`, 0 (paper) to 255 (ink). */
  readonly images: NdArray<Uint8Array>
  /** `[n]`, 0 to 9. */
  readonly labels: NdArray<Uint8Array>
}

export interface DigitLoadersOptions extends DataLoadersOptions {
  /** Share of the images kept for validation, where they are not split yet. Default 0.2. */
  readonly validPct?: number
}

/**
 * Batches of flat images: inputs `[size, 784]` with values in [0, 1], targets `[size]`.
 *
 * @param digits as `mnist` or `sampleDigits` gives them, or as files hold them: then the validation images are
 *   drawn by the seed
 * @throws OnecycleError `BAD_DIGITS`, `BAD_VALID_PCT`, `BAD_BATCH_SIZE`, `EMPTY_DATASET`
 */
export function digitLoaders(digits: Digits | DigitSplit, options: DigitLoadersOptions = {}): DataLoaders {
  const { train, valid } = 'train' in digits ? digits : splitDigits(toDigitSet(digits, 'digits'), options)
  return new DataLoaders(datasetOf(train), datasetOf(valid), options)
}

const datasetOf = ({ images, labels }: DigitSet) => new TensorDataset(images, labels)

/**
 * Digits of files in the form that models take.
 *
 * @param name of the files, for messages
 * @throws OnecycleError `BAD_DIGITS`
 */
export function toDigitSet({ images, labels }: Digits, name: string): DigitSet {
  const pixels = new Float32Array(images.data.length)
  for (let i = 0; i < pixels.length; i++) pixels[i] = images.data[i]! / 255
  const count = images.shape[0] ?? 0
  const isFlattened = pixels.length === count * PIXELS
  return checkDigits(
    {
      images: ndArray(pixels, isFlattened ? [count, PIXELS] : images.shape),
      labels: ndArray(Int32Array.from(labels.data), labels.shape),
    },
    name,
  )
}
