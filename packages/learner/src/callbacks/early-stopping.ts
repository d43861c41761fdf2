import type { Callback } from '../callback.ts'
import { checkOptions, integerFrom } from '../check-options.ts'
import { monitorOf, monitorRules, type MonitorOptions } from './monitor.ts'

export interface EarlyStoppingOptions extends MonitorOptions {
  /** Ends the fit after so many epochs in a row without improvement. Default 1. */
  readonly patience?: number
}

/**
 * Ends a fit that no longer gets better: when `patience` epochs in a row brought no improvement. That is the
 * rule of fast.ai v2; v1 waited for one more.
 *
 * @example new Learner(dls, model, { lossFn, callbacks: [earlyStopping({ patience: 3 })] })
 * @throws OnecycleError `BAD_OPTION`
 */
export function earlyStopping(options: EarlyStoppingOptions = {}): Callback {
  checkOptions('earlyStopping', options, { ...monitorRules, patience: integerFrom(1) })
  const { patience = 1 } = options
  const monitor = monitorOf('earlyStopping', options)
  let wait = 0
  return {
    name: 'earlyStopping',
    beforeFit(context) {
      monitor.reset(context)
      wait = 0
    },
    afterEpoch(context) {
      wait = monitor.improved(context) ? 0 : wait + 1
      if (wait >= patience) context.stop()
    },
  }
}
