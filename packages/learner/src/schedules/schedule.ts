import { OnecycleError } from '@onecycle/tensor-core'

/**
 * A hyperparameter over a fit: its value for batch `iteration` (0-based) of `iterations`. A pure function of
 * position.
 */
export type Schedule = (iteration: number, iterations: number) => number

/** The schedules of one layer group. */
export interface HyperSchedules {
  readonly lr: Schedule
  readonly mom: Schedule
  readonly wd: Schedule
}

export const constant =
  (value: number): Schedule =>
  () =>
    value

/** start + (end - start) x, where x = iteration / iterations; so are the others, in x. */
export const linear =
  (start: number, end: number): Schedule =>
  (iteration, iterations) =>
    start + (end - start) * (iteration / iterations)

/** From start to end along half a cosine wave: end + (start - end) (1 + cos(pi x)) / 2. */
export const cosine =
  (start: number, end: number): Schedule =>
  (iteration, iterations) =>
    end + ((start - end) / 2) * (Math.cos(Math.PI * (iteration / iterations)) + 1)

/** start (end / start)^x: a straight line on a log scale. Start and end have the same sign and are not 0. */
export const exponential =
  (start: number, end: number): Schedule =>
  (iteration, iterations) =>
    start * (end / start) ** (iteration / iterations)

/** start + (end - start) x^power. */
export const polynomial =
  (start: number, end: number, power: number): Schedule =>
  (iteration, iterations) =>
    start + (end - start) * (iteration / iterations) ** power

/**
 * Schedules one after the other, each over its share of the fit. The pieces meet at exact positions, which
 * need not fall on a batch.
 *
 * @param shares one a schedule; they sum to 1
 * @throws OnecycleError `BAD_SHARES`
 */
export function combine(shares: readonly number[], schedules: readonly Schedule[]): Schedule {
  const sum = shares.reduce((total, share) => total + share, 0)
  if (
    shares.length !== schedules.length ||
    !shares.every((share) => share >= 0) ||
    Math.abs(sum - 1) > 1e-9
  ) {
    throw new OnecycleError(
      'BAD_SHARES',
      `shares are [${shares.join(', ')}]; expected ${schedules.length}, none negative, that sum to 1`,
      { shares },
    )
  }
  return (iteration, iterations) => {
    let position = iteration / iterations
    let piece = 0
    while (piece < shares.length - 1 && position >= shares[piece]! - 1e-12) position -= shares[piece++]!
    const share = shares[piece]!
    return schedules[piece]!(share > 0 ? Math.max(0, position / share) : 1, 1)
  }
}

/** The same value until `pctStart` of the fit is over, then down to value / divFinal along a cosine. */
export const flatCosine = (value: number, { pctStart = 0.75, divFinal = 1e5 } = {}): Schedule =>
  combine([pctStart, 1 - pctStart], [constant(value), cosine(value, value / divFinal)])

/**
 * Warm restarts (Loshchilov and Hutter 2017, SGDR): `cycles` times from max down to 0 along a cosine, each
 * cycle `mult` times as long as the one before.
 */
export function warmRestarts(max: number, { cycles, mult = 2 }: { cycles: number; mult?: number }): Schedule {
  const lengths = Array.from({ length: cycles }, (_, i) => mult ** i)
  const total = lengths.reduce((sum, length) => sum + length, 0)
  return combine(
    lengths.map((length) => length / total),
    lengths.map(() => cosine(max, 0)),
  )
}
