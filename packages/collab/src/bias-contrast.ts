/** What a bias is held against. */
export interface BiasAndMean {
  readonly bias: number
  readonly meanRating: number
}

/**
 * The two items of (almost) the same mean rating whose biases differ most: what a mean does not tell.
 *
 * @param within how far apart the two means may lie, in rating units. Default 0.02.
 * @returns the one with the lower bias first; null where no two means are so near
 */
export function biasContrast<T extends BiasAndMean>(
  items: readonly T[],
  { within = 0.02 }: { within?: number } = {},
): readonly [lower: T, higher: T] | null {
  const byMean = [...items].sort((a, b) => a.meanRating - b.meanRating)
  let best: readonly [T, T] | null = null
  let widest = -Infinity
  byMean.forEach((one, i) => {
    for (let j = i + 1; j < byMean.length && byMean[j]!.meanRating - one.meanRating <= within; j++) {
      const other = byMean[j]!
      const apart = Math.abs(one.bias - other.bias)
      if (apart <= widest) continue
      widest = apart
      best = one.bias < other.bias ? [one, other] : [other, one]
    }
  })
  return best
}
