import { OnecycleError } from '@onecycle/tensor-core'
import type { Callback, FitContext } from './callback.ts'
import type { Plot } from './plots/plot.ts'
import {
  lossesPlot,
  lrPlot,
  metricsPlot,
  type PlotLossesOptions,
  type PlotLrOptions,
} from './plots/recorder-plots.ts'
import { Smoother } from './smoother.ts'
import type { LossValue } from './train-step.ts'

export interface EpochRecord {
  /** 0-based. */
  readonly epoch: number
  /** Smoothed training loss at the epoch's end; not a mean over the epoch. */
  readonly trainLoss: number
  readonly validLoss: number
  readonly metrics: Readonly<Record<string, number>>
  readonly seconds: number
  /** Batches trained in the fit by the epoch's end. */
  readonly batches: number
}

/** What a recorder holds, as plain data. */
export interface History {
  readonly losses: readonly number[]
  readonly lrs: readonly number[]
  readonly moms: readonly number[]
  readonly epochs: readonly EpochRecord[]
}

/**
 * What happened in the last fit, batch by batch and epoch by epoch.
 *
 * Training losses are smoothed by an exponentially weighted average with bias correction, begun anew at each
 * fit, as in fast.ai v1; learning rates and momentums are those of the last layer group.
 */
export class Recorder implements Callback {
  readonly name = 'recorder'
  readonly order = -10
  /** One a batch, raw and smoothed. */
  losses: number[] = []
  smoothedLosses: number[] = []
  lrs: number[] = []
  moms: number[] = []
  epochs: EpochRecord[] = []
  #pending: { value: Promise<number>; epoch: number; batch: number }[] = []
  #smoother = new Smoother()
  #epochStart = 0
  #resumed = false
  readonly #onDivergence: 'throw' | 'stop'

  /** @param onDivergence what a loss that is not finite does to the fit. Default 'throw' */
  constructor({ onDivergence = 'throw' }: { onDivergence?: 'throw' | 'stop' } = {}) {
    this.#onDivergence = onDivergence
  }

  history(): History {
    const { losses, lrs, moms, epochs } = this
    return { losses: [...losses], lrs: [...lrs], moms: [...moms], epochs: [...epochs] }
  }

  /** Makes the next fit go on from a history instead of an empty one. */
  resume({ losses, lrs, moms, epochs }: History): void {
    this.#clear()
    for (const loss of losses) {
      this.losses.push(loss)
      this.smoothedLosses.push(this.#smoother.add(loss))
    }
    this.lrs.push(...lrs)
    this.moms.push(...moms)
    this.epochs.push(...epochs)
    this.#resumed = true
  }

  beforeFit(): void {
    if (!this.#resumed) this.#clear()
    this.#resumed = false
  }

  #clear(): void {
    this.losses = []
    this.smoothedLosses = []
    this.lrs = []
    this.moms = []
    this.epochs = []
    this.#pending = []
    this.#smoother = new Smoother()
  }

  beforeEpoch(): void {
    this.#epochStart = performance.now()
  }

  /**
   * Takes the loss of a batch, and the hyperparameters it was trained with: at once where it is a number, at
   * the epoch's end where it is still on its way.
   */
  loss(value: LossValue, context: FitContext): void {
    const { lr, mom } = context.hypers.at(-1)!
    this.lrs.push(lr)
    this.moms.push(mom)
    if (typeof value === 'number') this.#add(value, context, context)
    else {
      this.#pending.push({ value, epoch: context.epoch, batch: context.batch })
      value.catch(() => undefined) // thrown where it is awaited; a fit that ends before that has its own error
    }
  }

  /** Waits for the losses that are still on their way. */
  async settle(context: FitContext): Promise<void> {
    for (const { value, ...at } of this.#pending) this.#add(await value, at, context)
    this.#pending = []
  }

  afterEpoch({ epoch, trainLoss, validLoss, metrics }: FitContext): void {
    const seconds = (performance.now() - this.#epochStart) / 1000
    const batches = this.losses.length
    this.epochs.push({
      epoch,
      trainLoss,
      validLoss: validLoss ?? NaN,
      metrics: { ...metrics },
      seconds,
      batches,
    })
  }

  /** Training losses by batch, smoothed (and with `raw` each one), and validation losses by epoch. */
  plotLosses(options?: PlotLossesOptions): Plot {
    return lossesPlot(this, options)
  }

  /** Learning rate by batch and, with `showMoms`, momentum. */
  plotLr(options?: PlotLrOptions): Plot {
    return lrPlot(this, options)
  }

  /** Metrics by epoch. @throws OnecycleError `NO_METRICS` */
  plotMetrics(): Plot {
    return metricsPlot(this)
  }

  #add(loss: number, at: { epoch: number; batch: number }, context: FitContext): void {
    if (!Number.isFinite(loss) && this.#onDivergence === 'stop') {
      context.stop()
      return
    }
    if (!Number.isFinite(loss)) {
      throw new OnecycleError(
        'LOSS_NOT_FINITE',
        `the training loss is ${loss} at batch ${at.batch + 1} of epoch ${at.epoch + 1}: ` +
          'lower the learning rate, or look for NaN and huge values in that batch',
        { loss, epoch: at.epoch, batch: at.batch },
      )
    }
    this.losses.push(loss)
    context.trainLoss = this.#smoother.add(loss)
    this.smoothedLosses.push(context.trainLoss)
  }
}
