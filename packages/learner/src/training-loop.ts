import type { Callback, EventName, FitContext } from './callback.ts'
import type { DataLoader } from './data/data-loader.ts'
import type { DataLoaders } from './data/data-loaders.ts'
import type { Metric } from './metrics/metric.ts'
import type { Recorder } from './recorder.ts'
import type { Schedule } from './schedules/schedule.ts'
import type { TrainStep } from './train-step.ts'

export interface FitPlan {
  readonly epochs: number
  /** One a layer group. */
  readonly lr: readonly Schedule[]
  readonly mom: Schedule
  readonly wd: number
  readonly callbacks: readonly Callback[]
  readonly metrics: readonly Metric[]
  readonly recorder: Recorder
  readonly signal: AbortSignal | undefined
}

/** Lets timers and sockets have their turn this often, in milliseconds. */
const yieldEvery = 25

/** The training loop: epochs of batches, each epoch followed by a validation. Everything else is a callback. */
export async function runFit(step: TrainStep, dls: DataLoaders, plan: FitPlan): Promise<void> {
  const { epochs, recorder, signal } = plan
  const batches = dls.train.length
  const iterations = epochs * batches
  const stopper = new AbortController()
  const stopped = () => stopper.signal.aborted
  const context: FitContext = {
    epoch: 0, epochs, batch: 0, batches, iteration: 0, iterations,
    hypers: step.groups.map(() => ({ lr: 0, mom: 0, wd: 0 })),
    data: undefined, trainLoss: NaN, validLoss: null, metrics: {},
    stop: () => stopper.abort(),
  } // prettier-ignore
  const emit = emitter([recorder, ...plan.callbacks], context)
  const breathe = breather()

  try {
    await emit('beforeFit')
    for (context.epoch = 0; context.epoch < epochs && !stopped(); context.epoch++) {
      await emit('beforeEpoch')
      await emit('beforeTrain')
      context.batch = 0
      for (const batch of dls.train) {
        signal?.throwIfAborted()
        context.data = batch
        for (const [i, hypers] of context.hypers.entries()) {
          hypers.lr = plan.lr[i]!(context.iteration, iterations)
          hypers.mom = plan.mom(context.iteration, iterations)
          hypers.wd = plan.wd
        }
        await emit('beforeBatch')
        recorder.loss(step.train(batch, context.hypers), context)
        await emit('afterBatch')
        context.batch++
        context.iteration++
        await breathe()
        if (stopped()) break
      }
      await step.sync()
      await recorder.settle(context)
      await emit('afterTrain')
      await emit('beforeValidate')
      const { loss, metrics } = await validate(step, dls.valid, plan.metrics, breathe)
      context.validLoss = loss
      Object.assign(context.metrics, metrics)
      await emit('afterValidate')
      await emit('afterEpoch')
    }
  } finally {
    await step.sync()
    await emit('afterFit')
  }
}

/** Loss and metrics over all batches of a loader, weighted by batch size. NaN where the loader is empty. */
export async function validate(
  step: TrainStep,
  loader: DataLoader,
  metrics: readonly Metric[],
  breathe = breather(),
): Promise<{ loss: number; metrics: Record<string, number> }> {
  const running = metrics.map((metric) => ({ name: metric.name, state: metric.start() }))
  let sum = 0
  let rows = 0
  for (const batch of loader) {
    const { loss, predictions } = step.evaluate(batch)
    sum += (await loss) * batch.size
    rows += batch.size
    const outputs = await predictions
    for (const { state } of running) state.update(outputs, batch.targets)
    await breathe()
  }
  return {
    loss: sum / rows,
    metrics: Object.fromEntries(running.map(({ name, state }) => [name, state.value()])),
  }
}

/** Calls the handlers of an event from low to high order. Waits only where a handler returned a promise. */
function emitter(callbacks: readonly Callback[], context: FitContext) {
  const sorted = [...callbacks].sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
  return async (event: EventName): Promise<void> => {
    for (const callback of sorted) await callback[event]?.(context)
  }
}

/** Gives the event loop a turn when the last one is long enough ago. */
function breather() {
  let last = performance.now()
  return async (): Promise<void> => {
    if (performance.now() - last < yieldEvery) return
    await new Promise((resolve) => setTimeout(resolve))
    last = performance.now()
  }
}
