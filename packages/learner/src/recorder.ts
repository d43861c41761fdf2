import { OnecycleError } from '@onecycle/tensor-core'
import type { Callback, FitContext } from './callback.ts'
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

  beforeFit(): void {
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

  beforeBatch({ hypers }: FitContext): void {
    const last = hypers.at(-1)!
    this.lrs.push(last.lr)
    this.moms.push(last.mom)
  }

  /** Takes the loss of a batch: at once where it is a number, at the epoch's end where it is still on its way. */
  loss(value: LossValue, context: FitContext): void {
    if (typeof value === 'number') this.#add(value, context, context)
    else this.#pending.push({ value, epoch: context.epoch, batch: context.batch })
  }

  /** Waits for the losses that are still on their way. */
  async settle(context: FitContext): Promise<void> {
    for (const { value, ...at } of this.#pending) this.#add(await value, at, context)
    this.#pending = []
  }

  afterEpoch({ epoch, trainLoss, validLoss, metrics }: FitContext): void {
    const seconds = (performance.now() - this.#epochStart) / 1000
    this.epochs.push({ epoch, trainLoss, validLoss: validLoss ?? NaN, metrics: { ...metrics }, seconds })
  }

  #add(loss: number, at: { epoch: number; batch: number }, context: FitContext): void {
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
