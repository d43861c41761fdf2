import type { YRange } from './models/embedding-dot-bias.ts'

/** One side of a dot-bias model: factors and bias of each row. */
export interface Table {
  /** `[rows, factors]` */
  readonly weight: Float32Array | Float64Array
  /** `[rows]` */
  readonly bias: Float32Array | Float64Array
}

/** What the model's last step makes of a raw score: low + (high - low) sigmoid(raw), or raw itself. */
export const squeeze = (raw: number, yRange: YRange | null): number =>
  yRange ? yRange[0] + (yRange[1] - yRange[0]) / (1 + Math.exp(-raw)) : raw

/** bias_u + bias_i + u . i: the score before the sigmoid. */
export function rawScore(users: Table, user: number, items: Table, item: number, factors: number): number {
  const [u, i] = [users.weight, items.weight]
  const [a, b] = [user * factors, item * factors]
  let raw = users.bias[user]! + items.bias[item]!
  for (let k = 0; k < factors; k++) raw += u[a + k]! * i[b + k]!
  return raw
}

/**
 * The raw scores of all items for some users, `[users, items]`: a product of two matrices.
 *
 * Four users and two items at a time, so that each number that is read is used two to four times; summed in
 * double precision in the order of {@link rawScore}, and rounded once.
 */
export function rawScores(
  users: Table,
  chosen: Int32Array,
  items: Table,
  factors: number,
  scores: Float32Array,
): void {
  const count = items.bias.length
  const whole = chosen.length - (chosen.length % 4)
  for (let row = 0; row < whole; row += 4) fourUsers(users, chosen, row, items, factors, scores)
  for (let row = whole; row < chosen.length; row++) {
    for (let item = 0; item < count; item++)
      scores[row * count + item] = rawScore(users, chosen[row]!, items, item, factors)
  }
}

function fourUsers(
  { weight: u, bias: userBias }: Table,
  chosen: Int32Array,
  row: number,
  { weight: v, bias: itemBias }: Table,
  factors: number,
  scores: Float32Array,
): void {
  const count = itemBias.length
  const [r0, r1, r2, r3] = [row * count, (row + 1) * count, (row + 2) * count, (row + 3) * count]
  const [c0, c1, c2, c3] = [chosen[row]!, chosen[row + 1]!, chosen[row + 2]!, chosen[row + 3]!]
  const [u0, u1, u2, u3] = [c0 * factors, c1 * factors, c2 * factors, c3 * factors]
  const [b0, b1, b2, b3] = [userBias[c0]!, userBias[c1]!, userBias[c2]!, userBias[c3]!]
  for (let pair = 0; pair < count; pair += 2) {
    // Of an odd number, the last item pairs with itself.
    const other = Math.min(pair + 1, count - 1)
    const p = pair * factors
    const q = other * factors
    const biasP = itemBias[pair]!
    const biasQ = itemBias[other]!
    let p0 = b0 + biasP
    let p1 = b1 + biasP
    let p2 = b2 + biasP
    let p3 = b3 + biasP
    let q0 = b0 + biasQ
    let q1 = b1 + biasQ
    let q2 = b2 + biasQ
    let q3 = b3 + biasQ
    for (let k = 0; k < factors; k++) {
      const vp = v[p + k]!
      const vq = v[q + k]!
      const k0 = u[u0 + k]!
      const k1 = u[u1 + k]!
      const k2 = u[u2 + k]!
      const k3 = u[u3 + k]!
      p0 += k0 * vp
      p1 += k1 * vp
      p2 += k2 * vp
      p3 += k3 * vp
      q0 += k0 * vq
      q1 += k1 * vq
      q2 += k2 * vq
      q3 += k3 * vq
    }
    scores[r0 + pair] = p0
    scores[r1 + pair] = p1
    scores[r2 + pair] = p2
    scores[r3 + pair] = p3
    scores[r0 + other] = q0
    scores[r1 + other] = q1
    scores[r2 + other] = q2
    scores[r3 + other] = q3
  }
}

/** The mean of all rows but row 0, as a table of one row: the average user or item. */
export function averageRow(
  { weight, bias }: Table,
  factors: number,
): { weight: Float64Array; bias: Float64Array } {
  const count = Math.max(1, bias.length - 1)
  const mean = new Float64Array(factors)
  for (let i = factors; i < weight.length; i++) mean[i % factors]! += weight[i]!
  let sum = 0
  for (let row = 1; row < bias.length; row++) sum += bias[row]!
  return { weight: mean.map((value) => value / count), bias: Float64Array.of(sum / count) }
}
