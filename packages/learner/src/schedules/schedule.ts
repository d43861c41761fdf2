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

/** From start (share 0) to end (share 1) along half a cosine wave. */
export const cosineBetween = (start: number, end: number, share: number): number =>
  end + ((start - end) / 2) * (Math.cos(Math.PI * share) + 1)
