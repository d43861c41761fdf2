import { Generator, ndArray } from '@onecycle/tensor-core'
import { RatedItems } from './rated-items.ts'
import { RatedVocabulary } from './rated-vocabulary.ts'
import type { YRange } from './models/embedding-dot-bias.ts'
import { Recommender } from './recommender.ts'

interface Sizes {
  readonly users?: number
  readonly items?: number
  readonly factors?: number
  readonly yRange?: YRange | null
  readonly seed?: number
}

/** A recommender of random weights: users u1, u2, ..., items 1, 2, ...; user u has rated items u and u + 1. */
export function randomRecommender({
  users = 7,
  items = 11,
  factors = 5,
  yRange = [0, 5.5],
  seed = 1,
}: Sizes = {}): Recommender {
  const rng = new Generator(seed)
  const normals = (length: number) => Float32Array.from({ length }, () => 0.5 * rng.normal())
  const vocabulary = (ids: (string | number)[]) =>
    new RatedVocabulary(
      ids,
      Int32Array.from({ length: ids.length + 1 }, (_, i) => i),
      new Float32Array(ids.length + 1).fill(3),
    )
  const of = Array.from({ length: users }, (_, i) => [i + 1, i + 1]).flat()
  const rated = of.map((user, i) => (user % items) + (i % 2))
  return new Recommender({
    users: vocabulary(Array.from({ length: users }, (_, i) => `u${i + 1}`)),
    items: vocabulary(Array.from({ length: items }, (_, i) => i + 1)),
    rated: RatedItems.of(
      Int32Array.from(of),
      Int32Array.from(rated, (item) => Math.max(1, item)),
      users + 1,
    ),
    userWeight: ndArray(normals((users + 1) * factors), [users + 1, factors]),
    itemWeight: ndArray(normals((items + 1) * factors), [items + 1, factors]),
    userBias: normals(users + 1),
    itemBias: normals(items + 1),
    yRange,
    metadata: {},
  })
}
