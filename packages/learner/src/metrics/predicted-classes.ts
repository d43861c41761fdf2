import { OnecycleError, type NdArray } from '@onecycle/tensor-core'

/**
 * The class that the outputs of each row stand for: the column of the largest (the first one where several
 * are equal). A single column, `[rows]` or `[rows, 1]`, is a logit: class 1 where it is above 0, else 0.
 *
 * @throws OnecycleError `SHAPE_MISMATCH` for outputs of more than two dimensions
 */
export function predictedClasses(outputs: NdArray): Int32Array {
  const { rows, classes } = rowsAndClasses(outputs)
  const { data } = outputs
  return Int32Array.from({ length: rows }, (_, row) => {
    if (classes === 1) return data[row]! > 0 ? 1 : 0
    let best = 0
    for (let c = 1; c < classes; c++) if (data[row * classes + c]! > data[row * classes + best]!) best = c
    return best
  })
}

/** The sides of outputs `[rows, classes]`; those of shape `[rows]` have one column. */
export function rowsAndClasses({ shape }: NdArray): { rows: number; classes: number } {
  const [rows, classes = 1] = shape
  if (rows === undefined || shape.length > 2) {
    throw new OnecycleError(
      'SHAPE_MISMATCH',
      `outputs have shape [${shape.join(', ')}]; expected [rows, classes]`,
      { shape },
    )
  }
  return { rows, classes }
}

/**
 * The class numbers of `rows` rows, each within the `classes` there are.
 *
 * @throws OnecycleError `SHAPE_MISMATCH`, `BAD_TARGET`
 */
export function targetClasses({ data, shape }: NdArray, rows: number, classes: number): NdArray['data'] {
  if (data.length !== rows) {
    throw new OnecycleError(
      'SHAPE_MISMATCH',
      `targets have shape [${shape.join(', ')}]; expected one class number for each of ${rows} rows`,
      { shape, rows },
    )
  }
  const bad = data.findIndex((target) => !Number.isInteger(target) || target < 0 || target >= classes)
  if (bad !== -1) {
    throw new OnecycleError(
      'BAD_TARGET',
      `the target of row ${bad} is ${data[bad]!}; expected a class number from 0 to ${classes - 1}`,
      { row: bad, target: data[bad]!, classes },
    )
  }
  return data
}
