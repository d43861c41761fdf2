import { factorise, solveFactorised } from '../fold-in-cholesky.ts'
import { sheetRmse, type FactorSheet } from './factor-sheet.ts'
import type { RatingBlock } from './rating-block.ts'

export interface SolveSheetOptions {
  /** Lambda of the last ridge regressions, which keeps each of them solvable. Default 0.001. */
  regularisation?: number
  /** Sweeps over users and items, at most. Default 2,000. */
  sweeps?: number
}

/** Lambda begins here and is halved every so many sweeps. */
const FIRST_REGULARISATION = 3
const SWEEPS_BETWEEN_LOOKS = 10
/** The error rests when as many sweeps lower it by less. */
const TOLERANCE = 1e-6

/**
 * What a spreadsheet's Solver does, by alternating least squares: with the items held, the factors (and bias)
 * of a user are a ridge regression of that user's ratings,
 *
 *     (Q^T Q + lambda I) x = Q^T r
 *
 * where Q has the factors of the rated items and, with biases, a 1; then the items with the users held; and
 * again, until the error rests. Lambda begins high and falls by halves: the large structure settles first, and
 * the sweeps do not end in a poor local minimum. Who has no rating here keeps what the sheet says.
 *
 * @param sheet where to start from
 * @returns a new sheet
 */
export function solveSheet(
  { ratings }: Pick<RatingBlock, 'ratings'>,
  sheet: FactorSheet,
  { regularisation = 1e-3, sweeps = 2000 }: SolveSheetOptions = {},
): FactorSheet {
  const ratingsOfItems = sheet.itemFactors.map((_, i) => ratings.map((row) => row[i]!))
  let users: Side = { factors: sheet.userFactors, biases: sheet.biases?.users }
  let items: Side = { factors: sheet.itemFactors, biases: sheet.biases?.items }
  let lambda = Math.max(FIRST_REGULARISATION, regularisation)
  let error = Infinity
  for (let sweep = 1; sweep <= sweeps; sweep++) {
    users = ridge(ratings, users, items, lambda)
    items = ridge(ratingsOfItems, items, users, lambda)
    if (sweep % SWEEPS_BETWEEN_LOOKS > 0) continue
    if (lambda > regularisation) {
      lambda = Math.max(lambda / 2, regularisation)
      continue
    }
    const now = sheetRmse({ ratings }, sheetOf(users, items))
    // Also ends where the cells are not numbers any more.
    if (!(error - now > TOLERANCE)) break
    error = now
  }
  return sheetOf(users, items)
}

/** The users of a sheet, or its items. */
interface Side {
  readonly factors: readonly (readonly number[])[]
  readonly biases: readonly number[] | undefined
}

const sheetOf = (users: Side, items: Side): FactorSheet => ({
  userFactors: users.factors,
  itemFactors: items.factors,
  biases: users.biases && items.biases ? { users: users.biases, items: items.biases } : null,
})

/** Every row of `own` as the ridge regression of its ratings, `[own][other]`, on the other side's factors. */
function ridge(
  ratings: readonly (readonly (number | null)[])[],
  own: Side,
  other: Side,
  regularisation: number,
): Side {
  const size = own.factors[0]!.length + (own.biases ? 1 : 0)
  const vectors = other.factors.map((factors) => (other.biases ? [...factors, 1] : factors))
  const solved = own.factors.map((factors, row) => {
    const before = own.biases ? [...factors, own.biases[row]!] : factors
    if (ratings[row]!.every((rating) => rating === null)) return before
    const matrix = new Float64Array(size * size)
    const x = new Float64Array(size)
    for (let a = 0; a < size; a++) matrix[a * size + a] = regularisation
    ratings[row]!.forEach((rating, column) => {
      if (rating === null) return
      const vector = vectors[column]!
      const target = rating - (other.biases?.[column] ?? 0)
      for (let a = 0; a < size; a++) {
        x[a]! += vector[a]! * target
        for (let b = 0; b <= a; b++) matrix[a * size + b]! += vector[a]! * vector[b]!
      }
    })
    if (!factorise(matrix, size)) return before
    solveFactorised(matrix, size, x)
    return Array.from(x)
  })
  return own.biases
    ? { factors: solved.map((row) => row.slice(0, -1)), biases: solved.map((row) => row.at(-1)!) }
    : { factors: solved, biases: undefined }
}
