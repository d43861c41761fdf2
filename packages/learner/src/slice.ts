import { OnecycleError } from '@onecycle/tensor-core'

/** Learning rates for layer groups, first layers first: see `slice`. */
export interface LrSlice {
  readonly start: number | undefined
  readonly stop: number
  readonly divisor: number
}

/** One rate for all groups, a slice, or one rate a group. */
export type LearningRate = number | LrSlice | readonly number[]

/**
 * Discriminative learning rates, as the lesson writes them.
 *
 * - `slice(1e-3)`: the last group 1e-3, all others a third of it
 * - `slice(1e-5, 1e-3)`: the first group 1e-5, the last 1e-3, those between spread evenly on a log scale
 *
 * @param options.divisor of the first form. Default 3, as in the lesson; fast.ai has used 10 since 1.0.29
 */
export function slice(stop: number, options?: { divisor?: number }): LrSlice
export function slice(start: number, stop: number): LrSlice
export function slice(first: number, second?: number | { divisor?: number }): LrSlice {
  if (typeof second === 'number') return { start: first, stop: second, divisor: 1 }
  return { start: undefined, stop: first, divisor: second?.divisor ?? 3 }
}

/**
 * The rate of each of `groups` layer groups.
 *
 * @throws OnecycleError `BAD_LR` for a rate that is not a positive number, or a list of the wrong length
 */
export function lrsOfGroups(lr: LearningRate, groups: number): number[] {
  const rates = spread(lr, groups)
  const bad = rates.find((rate) => !(rate >= 0 && Number.isFinite(rate)))
  if (bad !== undefined)
    throw new OnecycleError('BAD_LR', `learning rate is ${bad}; expected a number of at least 0`, { lr: bad })
  if (rates.length !== groups) {
    throw new OnecycleError(
      'BAD_LR',
      `${rates.length} learning rates were given for ${groups} layer groups`,
      {
        rates: rates.length,
        groups,
      },
    )
  }
  return rates
}

function spread(lr: LearningRate, groups: number): number[] {
  if (typeof lr === 'number') return Array<number>(groups).fill(lr)
  if (!('stop' in lr)) return [...lr]
  const { start, stop, divisor } = lr
  if (groups === 1) return [stop]
  if (start === undefined) return [...Array<number>(groups - 1).fill(stop / divisor), stop]
  return Array.from({ length: groups }, (_, i) => start * (stop / start) ** (i / (groups - 1)))
}
