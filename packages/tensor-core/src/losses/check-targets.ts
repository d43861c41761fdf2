import type { Tensor, Tensor1D } from '@tensorflow/tfjs'
import { tf } from '../backend.ts'
import { OnecycleError } from '../errors.ts'
import { printShape } from '../shape.ts'

/** Class numbers as rows of zeros with a one; probabilities as they are. */
export function classProbabilities(loss: string, outputs: Tensor, targets: Tensor): Tensor {
  const [rows, classes] = outputs.shape
  if (outputs.rank === 2 && targets.rank === 1 && targets.shape[0] === rows) {
    return tf.oneHot(targets as Tensor1D, classes!)
  }
  if (outputs.rank !== 2 || printShape(targets.shape) !== printShape(outputs.shape)) {
    throw mismatch(
      loss,
      outputs,
      targets,
      'predictions [batch, classes] and targets [batch] or [batch, classes]',
    )
  }
  return targets
}

/** Without this, [64, 1] against [64] would quietly become 64 x 64 differences. */
export function checkEqual(loss: string, predictions: Tensor, targets: Tensor): void {
  if (printShape(predictions.shape) !== printShape(targets.shape)) {
    throw mismatch(loss, predictions, targets, 'equal shapes')
  }
}

const mismatch = (loss: string, predictions: Tensor, targets: Tensor, expected: string) =>
  new OnecycleError(
    'SHAPE_MISMATCH',
    `${loss} expects ${expected}, but got ${printShape(predictions.shape)} and ${printShape(targets.shape)}`,
    { loss, predictions: predictions.shape, targets: targets.shape },
  )
