import {
  backendInfo,
  inEvalMode,
  initBackend,
  softmax,
  tf,
  type Module,
  type NdArray,
} from '@onecycle/tensor-core'
import { Learner } from '@onecycle/learner'
import { PIXELS } from './digit-set.ts'
import { prepareDrawing, type Drawing } from './drawing/prepare-drawing.ts'

export interface DigitPrediction {
  /** The most likely, 0 to 9. */
  readonly digit: number
  /** `[10]`, adding up to 1. */
  readonly probabilities: Float32Array
  /** `[784]`: what the model was shown, as `prepareDrawing` made it. */
  readonly image: NdArray<Float32Array>
}

/**
 * Tells which digit a drawing shows.
 *
 * @param learner or its model: anything that gives logits `[batch, 10]` for images `[batch, 784]`
 * @throws OnecycleError `EMPTY_DRAWING`, `BAD_DRAWING`
 */
export async function predictDigit(learner: Learner | Module, drawing: Drawing): Promise<DigitPrediction> {
  const image = prepareDrawing(drawing)
  const probabilities =
    learner instanceof Learner
      ? ((await learner.predict(image)).output.data as Float32Array)
      : await probabilitiesOf(learner, image)
  return { digit: probabilities.indexOf(Math.max(...probabilities)), probabilities, image }
}

async function probabilitiesOf(model: Module, { data }: NdArray<Float32Array>): Promise<Float32Array> {
  if (!backendInfo()) await initBackend()
  const output = tf.tidy(() =>
    inEvalMode(model, () => softmax(model.forward(tf.tensor2d(data, [1, PIXELS])))),
  )
  const probabilities = (await output.data()) as Float32Array
  output.dispose()
  return probabilities
}
