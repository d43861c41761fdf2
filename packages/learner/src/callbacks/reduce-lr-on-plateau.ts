import type { Callback } from '../callback.ts'
import { checkOptions, integerFrom, numberAbove, numberFrom } from '../check-options.ts'
import { monitorOf, monitorRules, type MonitorOptions } from './monitor.ts'

export interface ReduceLrOnPlateauOptions extends MonitorOptions {
  /** Divides after so many epochs in a row without improvement. Default 1. */
  readonly patience?: number
  /** What the learning rates are divided by. Default 10. */
  readonly factor?: number
  /** No learning rate is brought below this. Default 0. */
  readonly minLr?: number
}

/**
 * Divides the learning rates of all layer groups by `factor` each time that `patience` epochs in a row brought
 * no improvement, as fast.ai v2 does. It scales what the schedule says: lr <- max(lr / factor^n, minLr).
 *
 * @throws OnecycleError `BAD_OPTION`
 */
export function reduceLrOnPlateau(options: ReduceLrOnPlateauOptions = {}): Callback {
  checkOptions('reduceLrOnPlateau', options, {
    ...monitorRules,
    patience: integerFrom(1),
    factor: numberAbove(1),
    minLr: numberFrom(0),
  })
  const { patience = 1, factor = 10, minLr = 0 } = options
  const monitor = monitorOf('reduceLrOnPlateau', options)
  let wait = 0
  let divisor = 1
  return {
    name: 'reduceLrOnPlateau',
    beforeFit(context) {
      monitor.reset(context)
      wait = 0
      divisor = 1
    },
    beforeBatch({ hypers }) {
      // A schedule may itself go below minLr: that stays.
      for (const group of hypers) group.lr = Math.max(group.lr / divisor, Math.min(group.lr, minLr))
    },
    afterEpoch(context) {
      wait = monitor.improved(context) ? 0 : wait + 1
      if (wait < patience) return
      divisor *= factor
      wait = 0
    },
  }
}
