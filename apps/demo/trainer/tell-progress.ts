import type { Callback, FitContext, Recorder } from '@onecycle/learner'
import type { Point, ProgressEvent } from '../lib/run-events.ts'

/** How often it is told within an epoch, in milliseconds. */
const tellEvery = 60

/** Of how many batches a whole training tells; a chart has no room for more. */
const pointsAtMost = 600

/** What has been told of a training before: batches (the last one's number) and epochs. */
export interface Told {
  readonly iteration: number
  readonly epochs: number
}

/**
 * A callback that tells what the recorder has and was not told yet: a few times a second, and at the end of
 * each epoch. So a training that is taken up again tells no batch twice, and leaves none out.
 */
export function tellProgress(
  recorder: Recorder,
  batchSize: number,
  told: Told,
  tell: (event: ProgressEvent) => Promise<void>,
): Callback {
  let { iteration: toldBatches, epochs: toldEpochs } = told
  let first = 0
  let began = 0
  let last = 0

  const tellNews = async ({ iteration, iterations, epochs }: FitContext) => {
    const { losses, smoothedLosses, lrs, moms } = recorder
    const stride = Math.ceil(iterations / pointsAtMost)
    const points: Point[] = []
    for (let done = toldBatches + 1; done <= losses.length; done++) {
      if (done % stride !== 0 && done !== iterations) continue
      const at = done - 1
      points.push([done, short(losses[at]!), short(smoothedLosses[at]!), short(lrs[at]!), short(moms[at]!)])
    }
    const finishedEpochs = recorder.epochs
      .slice(toldEpochs)
      .map(({ epoch, trainLoss, validLoss, seconds, metrics: { accuracy } }) => {
        return { epoch, trainLoss, validLoss, seconds, ...(accuracy !== undefined && { accuracy }) }
      })
    // A batch that was taken back and trained again is still told of as done.
    const done = Math.max(iteration, toldBatches)
    toldBatches = Math.max(toldBatches, losses.length)
    toldEpochs = Math.max(toldEpochs, recorder.epochs.length)
    last = performance.now()
    const secondsEach = (last - began) / 1000 / Math.max(1, iteration - first)
    await tell({
      type: 'progress',
      iteration: done,
      iterations,
      epochs,
      secondsLeft: (iterations - iteration) * secondsEach,
      ratingsPerSecond: batchSize / secondsEach,
      points,
      finishedEpochs,
    })
  }
  return {
    name: 'progress',
    beforeFit({ iteration }) {
      first = iteration
      began = performance.now()
    },
    async afterBatches(context) {
      if (performance.now() - last >= tellEvery) await tellNews(context)
    },
    // The recorder, which runs first, knows the epoch by now, and the iteration counts the batches done.
    afterEpoch: tellNews,
  }
}

/** As many digits as a chart can show. */
const short = (value: number) => Number(value.toPrecision(5))
