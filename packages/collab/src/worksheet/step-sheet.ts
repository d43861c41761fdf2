import type { FactorSheet } from './factor-sheet.ts'
import { predictSheet } from './factor-sheet.ts'
import type { RatingBlock } from './rating-block.ts'

/**
 * One step of gradient descent on the mean squared error over the n rated cells, all cells at once:
 *
 *     e_ui = p_ui - r_ui,   factor of u -= lr 2/n sum_i e_ui (factor of i),   bias of u -= lr 2/n sum_i e_ui
 *
 * and the items' likewise, from the users' values before the step.
 *
 * @returns a new sheet
 */
export function stepSheet(
  { ratings }: Pick<RatingBlock, 'ratings'>,
  sheet: FactorSheet,
  lr: number,
): FactorSheet {
  const { userFactors, itemFactors, biases } = sheet
  const errors = predictSheet(sheet).map((row, u) =>
    row.map((value, i) => (ratings[u]![i] === null ? 0 : value - ratings[u]![i]!)),
  )
  const rated = ratings.flat().filter((rating) => rating !== null).length
  const rate = (2 * lr) / Math.max(1, rated)
  const byItem = itemFactors.map((_, i) => errors.map((row) => row[i]!))
  return {
    userFactors: moved(userFactors, itemFactors, errors, rate),
    itemFactors: moved(itemFactors, userFactors, byItem, rate),
    biases: biases && {
      users: biases.users.map((bias, u) => bias - rate * sum(errors[u]!)),
      items: biases.items.map((bias, i) => bias - rate * sum(byItem[i]!)),
    },
  }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** `own` moved against its gradient: `errors` is `[own][other]`. */
const moved = (
  own: readonly (readonly number[])[],
  other: readonly (readonly number[])[],
  errors: readonly (readonly number[])[],
  rate: number,
): number[][] =>
  own.map((factors, a) =>
    factors.map((value, k) => value - rate * sum(errors[a]!.map((error, b) => error * other[b]![k]!))),
  )
