import { OnecycleError } from '@onecycle/tensor-core'
import { pca } from '@onecycle/tensor-core/pca'
import type { Recommender } from './recommender.ts'
import type { SampleRatings } from './sample-ratings.ts'

export interface PlantedRecoveryOptions {
  /** Only items with at least this many ratings: of the others little can be learned. Default 20. */
  readonly minRatings?: number
  /**
   * How many components. Default one more than planted factors, since in practice the first shows quality; all where
   * the model has fewer factors.
   */
  readonly components?: number
}

/** How much of what {@link SampleRatings} planted a model found again. */
export interface PlantedRecovery {
  /** How many items were looked at. */
  readonly items: number
  /** Pearson's correlation of learned biases with planted ones. */
  readonly biasCorrelation: number
  /** How many principal components of the learned factors were taken. */
  readonly components: number
  /** Correlation, without its sign, of the first component with the planted biases: quality shows there, too. */
  readonly firstComponentQuality: number
  /**
   * Share of the variance of the planted factors that lies in the span of the components: 1 where every planted
   * factor is a mix of them.
   */
  readonly factorsSpanned: number
  /** What random components would span on average: components / (items - 1). */
  readonly spannedByChance: number
}

/**
 * Holds what a model learned from a sample against what was planted there.
 *
 *     factorsSpanned = sum_f |P z_f|^2 / sum_f |z_f|^2
 *
 * where z_f is planted factor f over the items, centred, and P projects onto the components.
 *
 * @throws OnecycleError `NO_ITEMS` where the model knows fewer than three of the sample's items
 */
export function plantedRecovery(
  recommender: Recommender,
  { movies, planted }: Pick<SampleRatings, 'movies' | 'planted'>,
  options: PlantedRecoveryOptions = {},
): PlantedRecovery {
  const { items, nFactors } = recommender
  const { minRatings = 20, components = Math.min(planted.factors.count + 1, nFactors) } = options
  const known = movies
    .map(({ id, title }) => ({ row: id - 1, rawId: items.has(title) ? title : id }))
    .filter(({ rawId }) => items.has(rawId) && items.counts[items.indexOf(rawId)]! >= minRatings)
  if (known.length < 3) {
    throw new OnecycleError(
      'NO_ITEMS',
      `the model knows ${known.length} of the sample's items with ${minRatings} ratings; expected 3 or more`,
      { known: known.length, minRatings },
    )
  }
  const ids = known.map(({ rawId }) => rawId)
  const { count, item: factors } = planted.factors
  const { projected } = pca(recommender.weight(ids).values, components)
  const axes = columns(projected.data, components)
  const truths = columns(
    known.flatMap(({ row }) => [...factors.subarray(row * count, (row + 1) * count)]),
    count,
  )
  const quality = known.map(({ row }) => planted.itemBias[row]!)
  return {
    items: known.length,
    biasCorrelation: correlation(recommender.bias(ids).values, quality),
    components,
    firstComponentQuality: Math.abs(correlation(axes[0]!, quality)),
    factorsSpanned: spanned(truths, axes),
    spannedByChance: components / (known.length - 1),
  }
}

/** The columns of `[rows, width]`, centred. */
const columns = (data: ArrayLike<number>, width: number): number[][] =>
  Array.from({ length: width }, (_, column) =>
    centred(Array.from({ length: data.length / width }, (_, row) => data[row * width + column]!)),
  )

function centred(values: ArrayLike<number>): number[] {
  const mean = Array.from(values).reduce((sum, value) => sum + value, 0) / values.length
  return Array.from(values, (value) => value - mean)
}

const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0)

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [x, y] = [centred(a), centred(b)]
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y))
}

/** Principal components are orthogonal, so a projection onto them is a sum of projections onto each. */
function spanned(truths: readonly number[][], axes: readonly number[][]): number {
  let [inside, all] = [0, 0]
  for (const truth of truths) {
    for (const axis of axes) inside += dot(truth, axis) ** 2 / (dot(axis, axis) || 1)
    all += dot(truth, truth)
  }
  return inside / all
}
