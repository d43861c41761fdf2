import type { Generator } from '@onecycle/tensor-core'

/** As in MovieLens 100K, whose makers left out users with fewer. */
export const FEWEST_RATINGS = 20

const TICKETS = 1 << 16

/**
 * How many ratings each user gives: {@link FEWEST_RATINGS} and a log-normal share of the rest, so that most
 * give few and some give hundreds; `total` together, at most `most` each.
 */
export function drawActivity(users: number, total: number, most: number, random: Generator): Int32Array {
  const shares = Float64Array.from({ length: users }, () => Math.exp(1.5 * random.normal()))
  const sum = shares.reduce((a, b) => a + b, 0)
  const spare = total - users * FEWEST_RATINGS
  const counts = Int32Array.from(shares, (share) =>
    Math.min(most, FEWEST_RATINGS + Math.floor((spare * share) / sum)),
  )
  let left = total - counts.reduce((a, b) => a + b, 0)
  for (let user = 0; left > 0; user = (user + 1) % users) {
    if (counts[user]! >= most) continue
    counts[user]!++
    left--
  }
  return counts
}

/**
 * Which films each user rates, all different: film number `f` with a chance that falls with its rank in
 * `ranking` (0 is the most popular). Every film has at least one user where there are enough of them.
 *
 * @returns film numbers, user after user as `counts` has them
 */
export function drawWatched(counts: Int32Array, ranking: Uint32Array, random: Generator): Int32Array {
  const users = counts.length
  const films = ranking.length
  const lottery = ticketsOf(ranking)
  const watched = new Int32Array(counts.reduce((a, b) => a + b, 0))
  const lastUserOf = new Int32Array(films).fill(-1)
  const turn = random.permutation(users)
  const dealt = films <= users * (FEWEST_RATINGS / 2) ? films : 0
  let row = 0
  for (let user = 0; user < users; user++) {
    const end = row + counts[user]!
    const watch = (film: number) => {
      if (lastUserOf[film] === user) return
      lastUserOf[film] = user
      watched[row++] = film
    }
    for (let film = turn[user]!; film < dealt; film += users) watch(film)
    // The rare films of a user who has seen nearly all would take a lottery for ever: they come in turn.
    for (let draws = 60 * counts[user]!; row < end && draws > 0; draws--)
      watch(lottery[random.uint32() % TICKETS]!)
    for (let film = 0; row < end; film++) watch(film)
  }
  return watched
}

/** Tickets in numbers that fall with the rank as in Zipf's law, flattened at the top as MovieLens is. */
function ticketsOf(ranking: Uint32Array): Uint32Array {
  const films = ranking.length
  const weights = Float64Array.from(
    { length: films },
    (_, rank) => Math.exp(-rank / (0.2 * films)) / (rank + 8) ** 0.45,
  )
  const sum = weights.reduce((a, b) => a + b, 0)
  const filmAt = new Uint32Array(films)
  ranking.forEach((rank, film) => (filmAt[rank] = film))
  const tickets = new Uint32Array(TICKETS)
  let rank = 0
  let upTo = weights[0]! / sum
  for (let ticket = 0; ticket < TICKETS; ticket++) {
    while (ticket >= upTo * TICKETS && rank < films - 1) upTo += weights[++rank]! / sum
    tickets[ticket] = filmAt[rank]!
  }
  return tickets
}
