import type { Module } from '@onecycle/tensor-core'
import { breather } from './breather.ts'
import type { Callback, EventName, FitContext } from './callback.ts'
import { cleanUp } from './clean-up.ts'
import { controls } from './controls.ts'
import type { DataLoader } from './data/data-loader.ts'
import type { LearnerState } from './learner-state.ts'
import type { Metric } from './metrics/metric.ts'
import type { Recorder } from './recorder.ts'
import type { HyperSchedules } from './schedules/schedule.ts'
import type { Hypers, TrainStep } from './train-step.ts'
import { observerOf } from './step-observer.ts'
import { validate } from './validate.ts'

export interface FitPlan {
  readonly model: Module
  readonly train: DataLoader
  /** null: epochs end without a validation. */
  readonly valid: DataLoader | null
  readonly epochs: number
  /** Above 0 when a fit is taken up again. */
  readonly firstEpoch: number
  /** One a layer group. */
  readonly schedules: readonly HyperSchedules[]
  readonly callbacks: readonly Callback[]
  readonly metrics: readonly Metric[]
  readonly recorder: Recorder
  readonly signal: AbortSignal | undefined
  /** The state of the learner. */
  readonly state: () => Promise<LearnerState>
}

/** The training loop: epochs of batches, each epoch followed by a validation. Everything else is a callback. */
export async function runFit(step: TrainStep, plan: FitPlan): Promise<void> {
  const { model, train, valid, epochs, firstEpoch, recorder, signal } = plan
  const batches = train.length
  const iterations = epochs * batches
  const control = controls()
  const context: FitContext = {
    model, epoch: firstEpoch, epochs, batch: 0, batches, iteration: firstEpoch * batches, iterations,
    hypers: step.groups.map(() => ({ lr: 0, mom: 0, wd: 0 })),
    data: undefined, trainLoss: NaN, validLoss: null,
    metrics: Object.fromEntries(plan.metrics.map(({ name }) => [name, NaN])),
    skipBatch: () => control.skip('batch'), skipEpoch: () => control.skip('epoch'), stop: () => control.skip('fit'),
    snapshot: async () => {
      const progress = { epoch: context.epoch + 1, history: recorder.history() }
      return { ...(await plan.state()), progress }
    },
  } // prettier-ignore
  const callbacks: Callback[] = [recorder, ...plan.callbacks].sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
  const emit = async (event: EventName) => {
    for (const callback of callbacks) await callback[event]?.(context)
  }
  const observer = observerOf(callbacks, context)
  const breathe = breather()
  const inRuns = step.trainRun && !observer && !callbacks.some(wantsBatches)

  /** What the schedules give for this epoch: by batch, by layer group. */
  let planned: Hypers[][] = []
  /** Puts that of the coming batch in force. */
  const setHypers = () =>
    context.hypers.forEach((hypers, i) => Object.assign(hypers, planned[context.batch]![i]))
  /** One batch is over (or left out). */
  const advance = () => {
    context.batch++
    context.iteration++
  }
  const trainBatches = async () => {
    for (const batch of train) {
      if (control.skipped('epoch') || control.skipped('fit')) break
      signal?.throwIfAborted()
      control.begin('batch')
      context.data = batch
      setHypers()
      await emit('beforeBatch')
      if (!control.skipped('batch')) {
        recorder.loss(step.train(context.data, context.hypers, observer), context)
        await emit('afterBatch')
      }
      advance()
      await emit('afterBatches')
      await breathe()
    }
  }
  /** The same where a fused engine may take many batches at a time, because nobody looks at single ones. */
  const trainRuns = async () => {
    for (const { order, size } of train.runs(step.batchesInRun?.(train.batchSize))) {
      if (control.skipped('epoch') || control.skipped('fit')) break
      signal?.throwIfAborted()
      const meanwhile = () => {
        // Somewhat faster than the epoch goes, so that the next order is there when it ends.
        if (context.epoch + 1 < epochs) train.drawAhead(Math.ceil(1.25 * order.length))
      }
      for (const loss of Array.from(await step.trainRun!(train.dataset, order, size, meanwhile))) {
        setHypers()
        recorder.loss(loss, context)
        advance()
      }
      await emit('afterBatches')
      await breathe()
    }
  }

  const trainEpochs = async () => {
    await emit('beforeFit')
    for (; context.epoch < epochs && !control.skipped('fit'); context.epoch++) {
      control.begin('epoch')
      context.batch = 0
      context.iteration = context.epoch * batches
      await emit('beforeEpoch')
      await emit('beforeTrain')
      planned = Array.from({ length: batches }, (_, batch) =>
        hypersAt(plan.schedules, context.iteration + batch, iterations),
      )
      step.foresee?.(planned)
      await (inRuns ? trainRuns() : trainBatches())
      await step.sync()
      await recorder.settle(context)
      await emit('afterTrain')
      if (control.skipped('fit')) break
      if (valid) {
        await emit('beforeValidate')
        const { loss, metrics } = await validate(step, valid, plan.metrics, breathe)
        context.validLoss = loss
        Object.assign(context.metrics, metrics)
        await emit('afterValidate')
      }
      await emit('afterEpoch')
    }
  }
  await cleanUp([
    trainEpochs,
    () => step.sync(),
    ...callbacks.map((callback) => async () => callback.afterFit?.(context)),
  ])
}

/** What the schedules give for one batch, by layer group. */
const hypersAt = (schedules: readonly HyperSchedules[], iteration: number, iterations: number): Hypers[] =>
  schedules.map(({ lr, mom, wd }) => ({
    lr: lr(iteration, iterations),
    mom: mom(iteration, iterations),
    wd: wd(iteration, iterations),
  }))

const wantsBatches = (callback: Callback): boolean => 'beforeBatch' in callback || 'afterBatch' in callback
