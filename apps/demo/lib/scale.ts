/** One axis of a plot: where it begins and ends, and the round values marked on it. */
export interface Scale {
  readonly low: number
  readonly high: number
  readonly ticks: readonly number[]
}

/** An axis that holds all values, with a little room at both ends. */
export function scaleOf(values: readonly number[], wantedTicks = 5): Scale {
  const min = Math.min(...values)
  const max = Math.max(...values)
  const room = (max - min || 1) * 0.04
  return scaleBetween(min - room, max + room, wantedTicks)
}

/** An axis from one value to another. */
export function scaleBetween(low: number, high: number, wantedTicks = 5): Scale {
  const step = roundStep((high - low) / wantedTicks)
  const first = Math.ceil(low / step)
  const last = Math.floor(high / step)
  // Multiples of a whole number, so that 0.3 does not come out as 0.30000000000000004.
  const ticks = Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  )
  return { low, high, ticks }
}

/** Where a value lies on its axis: 0 at the low end, 1 at the high end. */
export const shareOf = ({ low, high }: Scale, value: number): number => (value - low) / (high - low)

/** Of 1, 2, 5, 10, ... times a power of ten, the smallest that is at least about `wanted`. */
export function roundStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted))
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= wanted * 0.75) ?? 10
  return factor * power
}
