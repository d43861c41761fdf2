import { OnecycleError } from '@onecycle/tensor-core'
import type { FitContext } from '../callback.ts'
import { numberFrom, oneOf, text } from '../check-options.ts'

export interface MonitorOptions {
  /** `validLoss`, `trainLoss` or the name of a metric. Default `validLoss`. */
  readonly monitor?: string
  /**
   * Whether lower (`min`) or higher (`max`) is better. Default `auto`: lower where the name has "loss" or
   * "error" in it, and for mse, mae and rmse; else higher.
   */
  readonly mode?: 'auto' | 'min' | 'max'
  /** A change smaller than this is no improvement. Default 0. */
  readonly minDelta?: number
}

export const monitorRules = { monitor: text, mode: oneOf('auto', 'min', 'max'), minDelta: numberFrom(0) }

export interface Monitor {
  /** The best value since `reset`, and its epoch. */
  readonly best: Best | null
  /** Before a fit. @throws OnecycleError `BAD_OPTION` where there is no number of that name */
  reset(context: FitContext): void
  /** After an epoch: whether the number is better than ever. NaN never is. */
  improved(context: FitContext): boolean
}

export interface Best {
  /** 0-based. */
  readonly epoch: number
  readonly value: number
}

/** Watches one number over the epochs of a fit, for the callback `owner`. */
export function monitorOf(owner: string, options: MonitorOptions): Monitor {
  const { monitor = 'validLoss', mode = 'auto', minDelta = 0 } = options
  const lower = mode === 'min' || (mode === 'auto' && /loss|error|^(mse|mae|rmse)$/i.test(monitor))
  let best: Best | null = null
  return {
    get best() {
      return best
    },
    reset(context) {
      watched(owner, monitor, context)
      best = null
    },
    improved(context) {
      const value = watched(owner, monitor, context)
      const gain = best === null ? Infinity : lower ? best.value - value : value - best.value
      if (Number.isNaN(value) || !(gain > minDelta)) return false
      best = { epoch: context.epoch, value }
      return true
    },
  }
}

function watched(owner: string, monitor: string, { trainLoss, validLoss, metrics }: FitContext): number {
  const values: Record<string, number> = {
    trainLoss,
    validLoss: validLoss ?? NaN,
    ...metrics,
  }
  if (Object.hasOwn(values, monitor)) return values[monitor]!
  const known = Object.keys(values)
  throw new OnecycleError(
    'BAD_OPTION',
    `${owner}: monitor is "${monitor}"; expected ${known.join(', ')} (add the metric to the learner's metrics?)`,
    { monitor, known },
  )
}
