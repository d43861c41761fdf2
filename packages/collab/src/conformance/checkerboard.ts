import type { Rating, RawId } from '../ratings.ts'
import type { Ranker } from '../recommender-contract.ts'

/** Users, and items, of a board: both numbered from 0, in two colours by turns. */
const SIZE = 20

const isSameColour = (user: number, item: number) => (user + item) % 2 === 0

/**
 * The ratings of a board on which everyone likes what has their own colour (5) and nothing else (1), without
 * the diagonal: user i has not yet seen item i, which has their colour.
 */
export function checkerboardRatings(): Rating[] {
  const all = Array.from({ length: SIZE * SIZE }, (_, i) => ({ user: i % SIZE, item: Math.floor(i / SIZE) }))
  return all
    .filter(({ user, item }) => user !== item)
    .map(({ user, item }) => ({ user, item, rating: isSameColour(user, item) ? 5 : 1 }))
}

/**
 * The contract of every recommender that knows tastes: trained on {@link checkerboardRatings}, the withheld
 * item is the first of those that the user has not said to like. Against it stand all items of the other
 * colour, which seen ones are allowed to. (After the test of implicit and Surprise.)
 *
 * @returns what is wrong, a line for each user; empty where the contract is kept
 */
export function checkerboardMisses(ranker: Pick<Ranker, 'recommend'>): string[] {
  const misses: string[] = []
  for (let user = 0; user < SIZE; user++) {
    const liked: RawId[] = []
    for (let item = 0; item < SIZE; item++) if (item !== user && isSameColour(user, item)) liked.push(item)
    const [first, ...rest] = ranker.recommend({ user }, { n: SIZE, includeSeen: true, deny: liked })
    if (rest.length !== SIZE - liked.length - 1)
      misses.push(`user ${user}: ${rest.length + 1} items, expected ${SIZE - liked.length}`)
    if (first?.item !== user)
      misses.push(`user ${user}: first is item ${String(first?.item)}, expected ${user}`)
  }
  return misses
}
