import { OnecycleError } from '@onecycle/tensor-core'
import { cosine, linear, type Schedule } from './schedule.ts'

export interface OneCycleOptions {
  /** The form of the way up. Default 'cosine'; fast.ai had 'linear' until 1.0.29. */
  readonly warmUp?: 'cosine' | 'linear'
  /** Share of the batches on the way up. Default 0.3. */
  readonly pctStart?: number
  /** The learning rate starts at max / div. Default 25. */
  readonly div?: number
  /** ... and would end at max / divFinal. Default div * 1e4. */
  readonly divFinal?: number
  /** Momentum at the start, at the top, at the end. Default [0.95, 0.85, 0.95]. */
  readonly moms?: readonly [start: number, top: number, end: number]
}

/**
 * The one-cycle policy (Smith 2018) as fast.ai v1 runs it: the learning rate rises from max/div to max and
 * falls to almost nothing, along cosines, and momentum does the opposite.
 *
 * The way up takes floor(n pctStart) of n batches (one batch where that is none); the maximum is in force at
 * the first batch after it. The very last value of the way down is never used.
 */
export function oneCycle(max: number, options: OneCycleOptions = {}): { lr: Schedule; mom: Schedule } {
  const {
    warmUp = 'cosine',
    pctStart = 0.3,
    div = 25,
    divFinal = div * 1e4,
    moms = [0.95, 0.85, 0.95],
  } = options
  if (!(pctStart >= 0 && pctStart <= 1)) {
    throw new OnecycleError('BAD_HYPER', `oneCycle: pctStart is ${pctStart}; expected 0 to 1`, { pctStart })
  }
  const rise = warmUp === 'cosine' ? cosine : linear
  const cycle = (start: number, top: number, end: number) =>
    upAndDown(rise(start, top), cosine(top, end), pctStart)
  return { lr: cycle(max / div, max, max / divFinal), mom: cycle(...moms) }
}

/** Two schedules that meet at a batch. */
const upAndDown =
  (up: Schedule, down: Schedule, pctStart: number): Schedule =>
  (iteration, iterations) => {
    const upBatches = Math.floor(iterations * pctStart)
    const firstDown = Math.max(upBatches, 1)
    if (iteration < firstDown) return up(iteration, firstDown)
    return down(Math.min(iteration - firstDown, iterations - upBatches), iterations - upBatches)
  }
