import type { Callback, Recorder } from '@onecycle/learner'
import type { Progress } from '../lib/progress.ts'

/** How often it is told within an epoch, in milliseconds. */
const tellEvery = 50

/** A callback that tells how far a fit is: a few times a second, and at the end of each epoch. */
export function tellProgress(
  recorder: Recorder,
  batchSize: number,
  onProgress: (progress: Progress) => void,
): Callback {
  let began = 0
  let told = 0

  const tell = (done: number, of: { iterations: number; epochs: number; trainLoss: number }) => {
    told = performance.now()
    const secondsEach = (told - began) / 1000 / done
    onProgress({
      iteration: done,
      iterations: of.iterations,
      epochs: of.epochs,
      trainLoss: Number.isFinite(of.trainLoss) ? of.trainLoss : null,
      secondsLeft: (of.iterations - done) * secondsEach,
      ratingsPerSecond: batchSize / secondsEach,
      finishedEpochs: recorder.epochs.map(({ epoch, trainLoss, validLoss, seconds }) => ({
        epoch,
        trainLoss,
        validLoss,
        seconds,
      })),
    })
  }
  return {
    name: 'progress',
    beforeFit() {
      began = performance.now()
    },
    afterBatches(context) {
      if (performance.now() - told >= tellEvery) tell(context.iteration, context)
    },
    // The recorder, which runs first, knows the epoch by now, and the iteration counts the batches done.
    afterEpoch(context) {
      tell(context.iteration, context)
    },
  }
}
