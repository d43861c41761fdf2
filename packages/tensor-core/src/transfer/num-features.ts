import { tf } from '../backend.ts'
import { inEvalMode } from '../in-eval-mode.ts'
import type { Module } from '../module.ts'

/**
 * How many channels (or features) come out of a body, found by a pass of zeros in evaluation mode.
 *
 * @param inputShape without the batch: `[height, width, channels]`
 */
export const numFeatures = (body: Module, inputShape: readonly number[]): number =>
  inEvalMode(body, () => tf.tidy(() => body.forward(tf.zeros([1, ...inputShape])).shape.at(-1)!))
