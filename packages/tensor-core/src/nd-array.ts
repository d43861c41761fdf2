import { OnecycleError } from './errors.ts'

/** The element types that travel between host and device. */
export type NdData = Float32Array | Int32Array | Uint8Array

/**
 * An array in host memory with a shape: what goes into a model and what comes out of it. Plain data: it
 * needs no backend and no disposal.
 */
export interface NdArray<Data extends NdData = NdData> {
  readonly data: Data
  readonly shape: readonly number[]
}

/**
 * Pairs `data` (row-major) with its shape.
 *
 * @example ndArray(new Float32Array(6), [2, 3])
 * @throws OnecycleError `SHAPE_MISMATCH` when the shape does not hold as many elements as `data`
 */
export const ndArray = <Data extends NdData>(
  data: Data,
  shape: readonly number[] = [data.length],
): NdArray<Data> => {
  const size = shape.reduce((product, side) => product * side, 1)
  if (size !== data.length) {
    throw new OnecycleError(
      'SHAPE_MISMATCH',
      `shape [${shape.join(', ')}] holds ${size} elements, but the data has ${data.length}`,
      { shape, length: data.length },
    )
  }
  return { data, shape }
}
