import { ndArray, OnecycleError, type NdArray } from '@onecycle/tensor-core'
import type { Batch, Dataset } from './dataset.ts'

/**
 * Arrays of equal length that are indexed together: row i of the inputs belongs to row i of the targets.
 *
 * @example new TensorDataset(ndArray(pixels, [n, 784]), ndArray(labels, [n]))
 * @throws OnecycleError `SHAPE_MISMATCH` when the lengths differ
 */
export class TensorDataset implements Dataset {
  readonly inputs: readonly NdArray[]
  readonly targets: NdArray
  readonly length: number

  constructor(inputs: NdArray | readonly NdArray[], targets: NdArray) {
    this.inputs = 'data' in inputs ? [inputs] : inputs
    this.targets = targets
    this.length = targets.shape[0] ?? 0
    for (const [i, input] of this.inputs.entries()) {
      if (input.shape[0] !== this.length) {
        throw new OnecycleError(
          'SHAPE_MISMATCH',
          `input ${i} has shape [${input.shape.join(', ')}] and targets have [${targets.shape.join(', ')}]: ` +
            'the first sides must be equal',
          { input: input.shape, targets: targets.shape },
        )
      }
    }
  }

  batch(indices: ArrayLike<number>): Batch {
    return {
      inputs: this.inputs.map((input) => takeRows(input, indices)),
      targets: takeRows(this.targets, indices),
      size: indices.length,
    }
  }
}

/** The rows of `array` at `indices`: `[indices.length, ...rest]`. */
function takeRows(array: NdArray, indices: ArrayLike<number>): NdArray {
  const { data, shape } = array
  const rest = shape.slice(1)
  const width = rest.reduce((product, side) => product * side, 1)
  const taken = new (data.constructor as new (length: number) => typeof data)(indices.length * width)
  for (let i = 0; i < indices.length; i++) {
    const from = indices[i]! * width
    // subarray makes an object; for the narrow rows of labels and ids a plain copy is far quicker.
    if (width < 16) for (let k = 0; k < width; k++) taken[i * width + k] = data[from + k]!
    else taken.set(data.subarray(from, from + width), i * width)
  }
  return ndArray(taken, [indices.length, ...rest])
}
