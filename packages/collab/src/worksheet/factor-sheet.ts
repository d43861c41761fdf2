import { Generator, OnecycleError } from '@onecycle/tensor-core'
import type { RatingBlock } from './rating-block.ts'

/**
 * The model of the lesson's worksheet: plain numbers in cells. It has no sigmoid; a prediction is
 *
 *     p_ui = sum_k userFactors[u][k] itemFactors[i][k]  (+ users[u] + items[i], with biases)
 */
export interface FactorSheet {
  /** `[users][factors]` */
  readonly userFactors: readonly (readonly number[])[]
  /** `[items][factors]` */
  readonly itemFactors: readonly (readonly number[])[]
  /** `[users]` and `[items]`; null for a sheet without them. */
  readonly biases: { readonly users: readonly number[]; readonly items: readonly number[] } | null
}

export interface StartSheetOptions {
  /** Default 5, as in the lesson. */
  nFactors?: number
  /** Whether there are biases; they start at 0. Default false. */
  biases?: boolean
  seed?: number
}

/**
 * A sheet to begin with: factors uniform in [0, 1), as a spreadsheet's RAND() draws them.
 *
 * @throws OnecycleError `BAD_FACTORS`, `BAD_SEED`
 */
export function startSheet(
  { users, items }: Pick<RatingBlock, 'users' | 'items'>,
  { nFactors = 5, biases = false, seed = 42 }: StartSheetOptions = {},
): FactorSheet {
  if (!Number.isInteger(nFactors) || nFactors < 1) {
    throw new OnecycleError(
      'BAD_FACTORS',
      `nFactors is ${nFactors}: expected a whole number from 1 on, such as 5`,
      { nFactors },
    )
  }
  const random = new Generator(seed)
  const draw = () => Array.from({ length: nFactors }, () => random.uniform())
  return {
    userFactors: users.map(draw),
    itemFactors: items.map(draw),
    biases: biases ? { users: users.map(() => 0), items: items.map(() => 0) } : null,
  }
}

/** What the sheet predicts, `[users][items]`: also where there is no rating. */
export const predictSheet = ({ userFactors, itemFactors, biases }: FactorSheet): number[][] =>
  userFactors.map((user, u) =>
    itemFactors.map((item, i) =>
      user.reduce(
        (sum, value, k) => sum + value * item[k]!,
        biases ? biases.users[u]! + biases.items[i]! : 0,
      ),
    ),
  )

/** The root of the mean squared error over the rated cells, in rating units. NaN where none is rated. */
export function sheetRmse({ ratings }: Pick<RatingBlock, 'ratings'>, sheet: FactorSheet): number {
  const predictions = predictSheet(sheet)
  const squares = ratings.flatMap((row, u) =>
    row.flatMap((rating, i) => (rating === null ? [] : (predictions[u]![i]! - rating) ** 2)),
  )
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length)
}
