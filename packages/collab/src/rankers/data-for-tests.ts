import { Generator } from '@onecycle/tensor-core'
import { CollabDataLoaders } from '../collab-data-loaders.ts'
import type { Rating } from '../ratings.ts'

/** Seeded choices of two tastes: users and items of the same parity go together more often. */
export function tasteRatings(users: number, items: number, seed = 1): Rating[] {
  const rng = new Generator(seed)
  return Array.from({ length: users * items }, (_, i) => ({ user: i % users, item: Math.floor(i / users) }))
    .filter(({ user, item }) => rng.uniform() < ((user + item) % 2 ? 0.15 : 0.6))
    .map((pair) => ({ ...pair, rating: 1 + rng.integer(5) }))
}

export const loadersOf = (ratings: readonly Rating[]): CollabDataLoaders =>
  CollabDataLoaders.fromRatings(ratings, { validPct: 0, batchSize: 1 })

/** X: 1 where a user has rated an item, by index; row and column 0 are empty. */
export function matrixOf(dls: CollabDataLoaders): number[][] {
  const x = Array.from({ length: dls.users.size }, () => new Array<number>(dls.items.size).fill(0))
  x.forEach((row, user) => dls.rated.ofUser(user).forEach((item) => (row[item] = 1)))
  return x
}
