import type { Module } from '@onecycle/tensor-core'
import type { Callback } from '../callback.ts'
import { checkOptions } from '../check-options.ts'
import { monitorOf, monitorRules, type Best, type MonitorOptions } from './monitor.ts'

export interface SaveBest extends Callback {
  /** The epoch (0-based) whose parameters were put back, and its value; null before the first. */
  readonly best: Best | null
}

/**
 * Keeps the parameters and buffers of the best epoch in host memory and puts them back when the fit ends,
 * also by an error. The optimizer's memory stays as it is.
 *
 * @example learn.fit(20, 1e-3, { callbacks: [saveBest({ monitor: 'accuracy' })] })
 * @throws OnecycleError `BAD_OPTION`
 */
export function saveBest(options: MonitorOptions = {}): SaveBest {
  checkOptions('saveBest', options, monitorRules)
  const monitor = monitorOf('saveBest', options)
  let state: Awaited<ReturnType<Module['stateDict']>> | undefined
  return {
    name: 'saveBest',
    get best() {
      return monitor.best
    },
    beforeFit(context) {
      monitor.reset(context)
      state = undefined
    },
    async afterEpoch(context) {
      if (monitor.improved(context)) state = await context.model.stateDict()
    },
    afterFit({ model }) {
      if (state) model.loadStateDict(state)
      state = undefined
    },
  }
}
