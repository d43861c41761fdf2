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

/** (alpha Q^T Q + lambda I + sum q q^T) x = sum q over the chosen items. */
function leastSquares(
  { unobservedWeight, regularisation }: Extract<FactorRule, { kind: 'ials' }>,
  { weight, nFactors: n }: ItemTable,
  chosen: Int32Array,
  gram: Float64Array,
): Float64Array {
  const a = gram.map((value) => unobservedWeight * value)
  const x = new Float64Array(n)
  for (const item of chosen) {
    const q = weight.subarray(item * n, (item + 1) * n)
    for (let i = 0; i < n; i++) {
      x[i]! += q[i]!
      for (let j = 0; j <= i; j++) a[i * n + j]! += q[i]! * q[j]!
    }
  }
  for (let i = 0; i < n; i++) a[i * n + i]! += regularisation
  if (!factorise(a, n))
    throw new OnecycleError('BAD_MODEL', 'the items of this model do not determine a user')
  solveFactorised(a, n, x)
  return x
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
