import { Generator, ndArray, OnecycleError, type NdArray } from '@onecycle/tensor-core'
import { DataLoaders, TensorDataset, type DataLoadersOptions } from '@onecycle/learner'

/** Images of digits and what they show. */
export interface Digits {
  /** `[n, 28, 28]`, 0 (paper) to 255 (ink). */
  readonly images: NdArray<Uint8Array>
  /** `[n]`, 0 to 9. */
  readonly labels: NdArray<Uint8Array>
}

export interface DigitLoadersOptions extends DataLoadersOptions {
  /** Share of the images kept for validation. Default 0.2. */
  readonly validPct?: number
}

/**
 * Batches of flat images: inputs `[size, 784]` with values in [0, 1], targets `[size]`. The validation
 * images are drawn by the seed.
 *
 * @throws OnecycleError `SHAPE_MISMATCH`, `BAD_VALID_PCT`, `BAD_BATCH_SIZE`, `EMPTY_DATASET`
 */
export function digitLoaders({ images, labels }: Digits, options: DigitLoadersOptions = {}): DataLoaders {
  const { validPct = 0.2, seed = 42 } = options
  const count = labels.data.length
  if (images.shape[0] !== count) {
    throw new OnecycleError('SHAPE_MISMATCH', `there are ${images.shape[0]} images, but ${count} labels`, {
      images: images.shape,
      labels: labels.shape,
    })
  }
  if (!(validPct >= 0 && validPct < 1)) {
    throw new OnecycleError(
      'BAD_VALID_PCT',
      `validPct is ${validPct}; expected a share of at least 0 and under 1`,
      { validPct },
    )
  }
  const order = new Generator(seed).permutation(count)
  const validCount = Math.floor(count * validPct)
  const width = images.data.length / count
  const dataset = (rows: Uint32Array) => {
    const pixels = new Float32Array(rows.length * width)
    rows.forEach((row, i) => {
      for (let k = 0; k < width; k++) pixels[i * width + k] = images.data[row * width + k]! / 255
    })
    return new TensorDataset(
      ndArray(pixels, [rows.length, width]),
      ndArray(Int32Array.from(rows, (row) => labels.data[row]!)),
    )
  }
  return new DataLoaders(dataset(order.slice(validCount)), dataset(order.slice(0, validCount)), {
    ...options,
    seed,
  })
}
