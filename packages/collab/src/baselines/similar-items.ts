import type { RatedItems } from '../rated-items.ts'
import { topN } from '../recommender-top-n.ts'

/** For each item the items most like it, most alike first: lists one after the other. */
export interface SimilarItems {
  /** `[items + 1]` */
  readonly offsets: Int32Array
  readonly items: Int32Array
  readonly similarities: Float32Array
}

/**
 * Cosine with shrinkage, over the users who have rated both items, of e = what they made of each:
 *
 *     s_ij = sum_u e_ui e_uj / sqrt(sum_u e_ui^2 sum_u e_uj^2) * n_ij / (n_ij + shrinkage)
 *
 * Only positive similarities are kept. (Koren, 2010.) Time: the sum over users of their ratings squared.
 *
 * @param values e, one for each of `rated.items`
 */
export function similarItemsOf(
  rated: RatedItems,
  values: Float32Array,
  count: number,
  { shrinkage, kept }: { readonly shrinkage: number; readonly kept: number },
): SimilarItems {
  const raters = ratersOf(rated, count)
  const offsets = new Int32Array(count + 1)
  const lists: { near: Int32Array; similarities: Float32Array }[] = []
  const sums = { both: new Float64Array(count), own: new Float64Array(count), other: new Float64Array(count) }
  const common = new Int32Array(count)
  for (let item = 1; item < count; item++) {
    for (const list of [sums.both, sums.own, sums.other, common]) list.fill(0)
    for (let at = raters.offsets[item]!; at < raters.offsets[item + 1]!; at++) {
      const value = values[raters.places[at]!]!
      const user = raters.users[at]!
      for (let place = rated.offsets[user]!; place < rated.offsets[user + 1]!; place++) {
        const j = rated.items[place]!
        sums.both[j]! += value * values[place]!
        sums.own[j]! += value * value
        sums.other[j]! += values[place]! * values[place]!
        common[j]!++
      }
    }
    const similarity = Float32Array.from(sums.both, (both, j) => {
      if (j === 0 || j === item || !(both > 0)) return -Infinity
      return (both / Math.sqrt(sums.own[j]! * sums.other[j]!)) * (common[j]! / (common[j]! + shrinkage))
    })
    const near = topN(similarity, kept)
    lists.push({ near, similarities: Float32Array.from(near, (j) => similarity[j]!) })
    offsets[item + 1] = offsets[item]! + near.length
  }
  const items = new Int32Array(offsets[count]!)
  const similarities = new Float32Array(items.length)
  lists.forEach((list, i) => {
    items.set(list.near, offsets[i + 1])
    similarities.set(list.similarities, offsets[i + 1])
  })
  return { offsets, items, similarities }
}

/** Who has rated each item, and where in `rated.items`: lists one after the other. */
function ratersOf(rated: RatedItems, count: number) {
  const offsets = new Int32Array(count + 1)
  for (const item of rated.items) offsets[item + 1]!++
  for (let item = 0; item < count; item++) offsets[item + 1]! += offsets[item]!
  const next = offsets.slice()
  const users = new Int32Array(rated.items.length)
  const places = new Int32Array(rated.items.length)
  for (let user = 0; user + 1 < rated.offsets.length; user++) {
    for (let place = rated.offsets[user]!; place < rated.offsets[user + 1]!; place++) {
      const at = next[rated.items[place]!]!++
      users[at] = user
      places[at] = place
    }
  }
  return { offsets, users, places }
}
