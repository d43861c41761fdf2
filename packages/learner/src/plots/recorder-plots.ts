import { OnecycleError } from '@onecycle/tensor-core'
import { checkOptions, flag, integerFrom } from '../check-options.ts'
import type { EpochRecord } from '../recorder.ts'
import { plotOf, type Plot } from './plot.ts'

/** What the recorder's plots are drawn from. */
export interface Recorded {
  readonly losses: readonly number[]
  readonly smoothedLosses: readonly number[]
  readonly lrs: readonly number[]
  readonly moms: readonly number[]
  readonly epochs: readonly EpochRecord[]
}

export interface PlotLossesOptions {
  /** Also the losses of single batches, unsmoothed. Default false. */
  readonly raw?: boolean
  /** Leaves out so many batches at the beginning and at the end. Default 0. */
  readonly skipStart?: number
  readonly skipEnd?: number
}

export interface PlotLrOptions {
  /** The momentum too, beside it. Default false. */
  readonly showMoms?: boolean
}

/** Training losses by batch, smoothed, and the validation loss of each epoch at the number of batches by then. */
export function lossesPlot(
  { losses, smoothedLosses, epochs }: Recorded,
  options: PlotLossesOptions = {},
): Plot {
  checkOptions('plotLosses', options, { raw: flag, skipStart: integerFrom(0), skipEnd: integerFrom(0) })
  const { raw = false, skipStart = 0, skipEnd = 0 } = options
  const end = losses.length - skipEnd
  const within = ([x]: readonly [number, number]) => x >= skipStart && x <= end
  const trimmed = (values: readonly number[]) => byBatch(values).slice(skipStart, Math.max(end, skipStart))
  return plotOf('Losses', {
    x: { title: 'batch' },
    y: { title: 'loss' },
    lines: [
      { name: 'train', points: trimmed(smoothedLosses) },
      { name: 'valid', points: byEpoch(epochs, ({ validLoss }) => validLoss).filter(within) },
      ...(raw ? [{ name: 'train, each batch', points: trimmed(losses), style: 'faint' as const }] : []),
    ],
  })
}

/** The learning rate of the last layer group by batch, and its momentum. */
export function lrPlot({ lrs, moms }: Recorded, options: PlotLrOptions = {}): Plot {
  checkOptions('plotLr', options, { showMoms: flag })
  const lr = {
    x: { title: 'batch' },
    y: { title: 'learning rate' },
    lines: [{ name: 'lr', points: byBatch(lrs) }],
  }
  const mom = {
    x: { title: 'batch' },
    y: { title: 'momentum' },
    lines: [{ name: 'mom', points: byBatch(moms) }],
  }
  return options.showMoms === true
    ? plotOf('Learning rate and momentum', lr, mom)
    : plotOf('Learning rate', lr)
}

/**
 * Each metric by batch, in a panel of its own.
 *
 * @throws OnecycleError `NO_METRICS`
 */
export function metricsPlot({ epochs }: Recorded): Plot {
  const names = Object.keys(epochs[0]?.metrics ?? {})
  if (names.length === 0) {
    throw new OnecycleError(
      'NO_METRICS',
      epochs.length === 0
        ? 'there are no metrics to plot: no epoch has been finished yet'
        : 'there are no metrics to plot: give the learner some, as in { metrics: [accuracy] }',
    )
  }
  return plotOf(
    'Metrics',
    ...names.map((name) => ({
      x: { title: 'batch', fromZero: true },
      y: { title: name },
      lines: [{ name, points: byEpoch(epochs, ({ metrics }) => metrics[name] ?? NaN) }],
    })),
  )
}

type Pair = readonly [x: number, y: number]

const byBatch = (values: readonly number[]): Pair[] => values.map((value, i): Pair => [i, value])

/** Values of epochs, each at the number of batches trained by its end. */
const byEpoch = (epochs: readonly EpochRecord[], valueOf: (epoch: EpochRecord) => number): Pair[] =>
  epochs.map((epoch): Pair => [epoch.batches, valueOf(epoch)])
