import { OnecycleError } from '@onecycle/tensor-core'
import { checkOptions, integerFrom } from '../check-options.ts'
import { averaged, type Metric } from './metric.ts'
import { rowsAndClasses, targetClasses } from './predicted-classes.ts'

/**
 * Share of the rows where the target's class is among the k largest outputs; of equal outputs the lower class
 * comes first. It is called `top5` for k = 5.
 *
 * Outputs `[rows, classes]`, targets `[rows]` class numbers.
 *
 * @throws OnecycleError `BAD_OPTION` for a k that is no integer of at least 1 or, when it is used, above the
 *   number of classes
 */
export function topK(k: number): Metric {
  checkOptions('topK', { k }, { k: integerFrom(1) })
  return averaged(`top${k}`, (predictions, targets) => {
    const { rows, classes } = rowsAndClasses(predictions)
    if (k > classes) {
      throw new OnecycleError('BAD_OPTION', `topK: k is ${k}, but there are only ${classes} classes`, {
        k,
        classes,
      })
    }
    const classOf = targetClasses(targets, rows, classes)
    let right = 0
    for (let row = 0; row < rows; row++) {
      const outputs = predictions.data.subarray(row * classes, (row + 1) * classes)
      const target = classOf[row]!
      const own = outputs[target]!
      let before = 0
      for (const [c, output] of outputs.entries())
        if (output > own || (output === own && c < target)) before++
      if (before < k) right++
    }
    return right / rows
  })
}
