import { Generator, OnecycleError } from '@onecycle/tensor-core'
import { factorise, solveFactorised } from '../fold-in-cholesky.ts'

/** The items of a factor ranker, from the view of someone new. */
export interface ItemTable {
  /** `[items, factors]`; row 0 is no item */
  readonly weight: Float32Array
  /** `[items]` */
  readonly bias: Float32Array
  readonly nFactors: number
}

/** How the model was trained, with what its new users need. */
export type FactorRule =
  | { readonly kind: 'ials'; readonly unobservedWeight: number; readonly regularisation: number }
  | { readonly kind: 'bpr'; readonly lr: number; readonly regularisation: number }

/** The factors of a user who has chosen these items: what training would give, the items held as they are. */
export function foldInFactors(rule: FactorRule, table: ItemTable, chosen: Int32Array, gram: Float64Array) {
  return rule.kind === 'ials' ? leastSquares(rule, table, chosen, gram) : ascend(rule, table, chosen)
}

/** Q^T Q of the items, `[factors, factors]`: the lower triangle. */
export function gramOfItems({ weight, nFactors: n }: ItemTable): Float64Array {
  const gram = new Float64Array(n * n)
  for (let row = n; row < weight.length; row += n) {
    for (let i = 0; i < n; i++) {
      const value = weight[row + i]!
      for (let j = 0; j <= i; j++) gram[i * n + j]! += value * weight[row + j]!
    }
  }
  return gram
}

type Ials = Extract<FactorRule, { kind: 'ials' }>

/** A x = sum q over the chosen items, with the A of {@link systemOf}. */
function leastSquares(rule: Ials, table: ItemTable, chosen: Int32Array, gram: Float64Array): Float64Array {
  const { weight, nFactors: n } = table
  const x = new Float64Array(n)
  for (const item of chosen) {
    for (let i = 0; i < n; i++) x[i]! += weight[item * n + i]!
  }
  solveFactorised(systemOf(rule, table, chosen, gram), n, x)
  return x
}

/**
 * What each chosen item adds to the score of `item` for whoever {@link foldInFactors} makes of them by `ials`:
 * x = A^-1 sum q_j, so that the score is the sum of q . A^-1 q_j.
 */
export function contributionsTo(
  item: number,
  rule: Ials,
  table: ItemTable,
  chosen: Int32Array,
  gram: Float64Array,
): Float64Array {
  const { weight, nFactors: n } = table
  const y = Float64Array.from(weight.subarray(item * n, (item + 1) * n))
  solveFactorised(systemOf(rule, table, chosen, gram), n, y) // A is symmetric
  return Float64Array.from(chosen, (j) => {
    let sum = 0
    for (let k = 0; k < n; k++) sum += y[k]! * weight[j * n + k]!
    return sum
  })
}

/** A = alpha Q^T Q + lambda I + sum q q^T over the chosen items, factorised. @throws OnecycleError `BAD_MODEL` */
function systemOf(
  { unobservedWeight, regularisation }: Ials,
  { weight, nFactors: n }: ItemTable,
  chosen: Int32Array,
  gram: Float64Array,
): Float64Array {
  const a = gram.map((value) => unobservedWeight * value)
  for (const item of chosen) {
    const q = weight.subarray(item * n, (item + 1) * n)
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) a[i * n + j]! += q[i]! * q[j]!
    }
  }
  for (let i = 0; i < n; i++) a[i * n + i]! += regularisation
  if (!factorise(a, n))
    throw new OnecycleError('BAD_MODEL', 'the items of this model do not determine a user')
  return a
}

/** Passes over the chosen items, with as many other items each. */
const PASSES = 100

/** The ascent of BPR for one user; draws from a seed of its own, so that the same items give the same user. */
function ascend(
  { lr, regularisation }: Extract<FactorRule, { kind: 'bpr' }>,
  { weight, bias, nFactors: n }: ItemTable,
  chosen: Int32Array,
): Float64Array {
  const x = new Float64Array(n)
  const own = new Set(chosen)
  const others = bias.length - 1
  if (own.size >= others) return x
  const rng = new Generator(others)
  for (let pass = 0; pass < PASSES; pass++) {
    for (const item of chosen) {
      let other = item
      while (own.has(other)) other = 1 + rng.integer(others)
      const [p, q] = [item * n, other * n]
      let lead = bias[item]! - bias[other]!
      for (let k = 0; k < n; k++) lead += x[k]! * (weight[p + k]! - weight[q + k]!)
      const step = lr / (1 + Math.exp(lead))
      for (let k = 0; k < n; k++)
        x[k] = (1 - lr * regularisation) * x[k]! + step * (weight[p + k]! - weight[q + k]!)
    }
  }
  return x
}
