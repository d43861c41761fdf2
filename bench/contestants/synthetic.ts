import { Generator } from '@onecycle/tensor-core'
import type { RatingColumns } from '@onecycle/collab'

/** Ratings from planted biases, by users and of items with Zipf-like popularity. */
export function syntheticRatings(rows: number, users: number, items: number): RatingColumns {
  const rng = new Generator(5)
  const bias = (n: number) => Float32Array.from({ length: n }, () => 0.5 * rng.normal())
  const [userBias, itemBias] = [bias(users), bias(items)]
  // The inverse of the cumulated harmonic weights: rank r has a weight of about 1 / r.
  const zipf = (n: number) => Math.min(n - 1, Math.floor((n + 1) ** rng.uniform()) - 1)
  const spread = (n: number) => rng.permutation(n)
  const [userOf, itemOf] = [spread(users), spread(items)]
  const user = new Int32Array(rows)
  const item = new Int32Array(rows)
  const rating = new Float32Array(rows)
  for (let row = 0; row < rows; row++) {
    const u = userOf[Math.floor(users * rng.uniform() ** 2)]!
    const i = itemOf[zipf(items)]!
    user[row] = u
    item[row] = i
    rating[row] = Math.min(5, Math.max(1, Math.round(3.5 + userBias[u]! + itemBias[i]! + 0.9 * rng.normal())))
  }
  return { user, item, rating }
}
