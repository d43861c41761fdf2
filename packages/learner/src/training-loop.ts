import type { Module } from '@onecycle/tensor-core'
import { breather } from './breather.ts'
import type { Callback, EventName, FitContext } from './callback.ts'
import type { DataLoader } from './data/data-loader.ts'
import type { LearnerState } from './learner-state.ts'
import type { Metric } from './metrics/metric.ts'
import type { Recorder } from './recorder.ts'
import type { HyperSchedules } from './schedules/schedule.ts'
import type { TrainStep } from './train-step.ts'
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
    data: undefined, trainLoss: NaN, validLoss: null, metrics: {},
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

  try {
    await emit('beforeFit')
    for (; context.epoch < epochs && !control.skipped('fit'); context.epoch++) {
      control.begin('epoch')
      context.batch = 0
      context.iteration = context.epoch * batches
      await emit('beforeEpoch')
      await emit('beforeTrain')
      for (const batch of train) {
        if (control.skipped('epoch') || control.skipped('fit')) break
        signal?.throwIfAborted()
        control.begin('batch')
        context.data = batch
        setHypers(context, plan.schedules)
        await emit('beforeBatch')
        if (!control.skipped('batch')) {
          recorder.loss(step.train(context.data, context.hypers, observer), context)
          await emit('afterBatch')
        }
        context.batch++
        context.iteration++
        await breathe()
      }
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
  } finally {
    await step.sync()
    await emit('afterFit')
  }
}

/** Puts the values that the schedules give for the coming batch in force. */
function setHypers(
  { hypers, iteration, iterations }: FitContext,
  schedules: readonly HyperSchedules[],
): void {
  for (const [i, group] of hypers.entries()) {
    const { lr, mom, wd } = schedules[i]!
    group.lr = lr(iteration, iterations)
    group.mom = mom(iteration, iterations)
    group.wd = wd(iteration, iterations)
  }
}

/** What callbacks have asked to leave out. */
function controls() {
  const asked = new Set<'batch' | 'epoch' | 'fit'>()
  return {
    begin: (what: 'batch' | 'epoch') => void asked.delete(what),
    skip: (what: 'batch' | 'epoch' | 'fit') => void asked.add(what),
    skipped: (what: 'batch' | 'epoch' | 'fit') => asked.has(what),
  }
}
