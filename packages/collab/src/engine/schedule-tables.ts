import type { Hypers } from '@onecycle/learner'

/** Constants of Adam that a schedule does not change. */
export interface AdamConstants {
  readonly beta2: number
  readonly eps: number
}

/** Float64 a local step in each table; the layouts are those of assembly/state.ts. */
export const sumsWidth = 8
export const stepsWidth = 4

/**
 * Fills the tables of a stretch of schedule for one layer group.
 *
 * `steps` holds what one Adam step of local number t >= 1 needs: c = lr / (1 - b1^T) * sqrt(1 - b2^T),
 * e = eps sqrt(1 - b2^T), w = 1 - lr wd, and b1, where T = stepsBefore + t.
 *
 * `sums` holds, for local step t >= 0, the products of w and of b1 up to t, where the latter is in blocks: block
 * k has the product times 2^500k, so that it never underflows; and the moments F1..F4 of the drift that is still to come, made backward:
 *
 *     F_n(last) = 0        F_n(t - 1) = b1_t / (q^n w_t) (c_t e_t^(n-1) + F_n(t)),        q = sqrt(b2)
 *
 * The recursion is stable because b1 < q; a running sum from the front would cancel.
 *
 * @param hypers of the steps 1, 2, ... of the stretch
 */
export function fillTables(
  hypers: readonly Hypers[],
  stepsBefore: number,
  { beta2, eps }: AdamConstants,
  steps: Float64Array,
  sums: Float64Array,
): void {
  const q = Math.sqrt(beta2)
  sums[0] = 1
  sums[1] = 1
  sums[2] = 0
  for (const [i, { lr, mom, wd }] of hypers.entries()) {
    const t = i + 1
    const debias = Math.sqrt(1 - beta2 ** (stepsBefore + t))
    const w = 1 - lr * wd
    steps[t * stepsWidth] = (lr / (1 - mom ** (stepsBefore + t))) * debias
    steps[t * stepsWidth + 1] = eps * debias
    steps[t * stepsWidth + 2] = w
    steps[t * stepsWidth + 3] = mom
    sums[t * sumsWidth] = sums[i * sumsWidth]! * w
    const product = sums[i * sumsWidth + 1]! * Math.max(mom, 2 ** -400)
    const inNextBlock = product < 2 ** -500
    sums[t * sumsWidth + 1] = inNextBlock ? product * 2 ** 500 : product
    sums[t * sumsWidth + 2] = sums[i * sumsWidth + 2]! + Number(inNextBlock)
  }
  const last = hypers.length * sumsWidth
  sums.fill(0, last + 3, last + sumsWidth)
  for (let t = hypers.length; t >= 1; t--) {
    const c = steps[t * stepsWidth]!
    const e = steps[t * stepsWidth + 1]!
    const w = steps[t * stepsWidth + 2]!
    let factor = steps[t * stepsWidth + 3]! / w
    let term = c
    for (let n = 3; n < 7; n++) {
      factor /= q
      sums[(t - 1) * sumsWidth + n] = factor * (term + sums[t * sumsWidth + n]!)
      term *= e
    }
  }
}

/**
 * How many of the coming steps fit into one stretch: the product of w must stay far from underflow. A step
 * stands alone where it turns weights over (lr wd >= 1), or where momentum is above `highestMom`: it outlives
 * sqrt(v), which the recursion above does not bear.
 */
export function stretchLength(hypers: readonly Hypers[], most: number, highestMom: number): number {
  let logProduct = 0
  for (const [i, { lr, mom, wd }] of hypers.slice(0, most).entries()) {
    const w = 1 - lr * wd
    if (w <= 0 || mom > highestMom) return Math.max(1, i)
    logProduct += Math.log(w)
    if (logProduct < -200) return Math.max(1, i)
  }
  return Math.min(hypers.length, most)
}
