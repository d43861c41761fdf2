import { expect, it } from 'vitest'
import { randomByUser } from './random-by-user.ts'

const user = Array.from({ length: 300 }, (_, row) => `user ${row % 10}`).concat('rare', 'rare', 'rare')
const ratings = { user, item: user.map((_, row) => row), rating: new Float32Array(user.length) }
const split = (validPct: number, seed: number) => randomByUser(ratings, { validPct, seed })

it('takes the same share of each user, rounded', () => {
  const { train, valid } = split(0.25, 42)
  const counts = new Map<string, number>()
  for (const row of train) counts.set(user[row]!, (counts.get(user[row]!) ?? 0) + 1)
  // 30 * 0.75 = 22.5 rounds to 23, and 3 * 0.75 = 2.25 to 2.
  expect(counts.get('rare')).toBe(2)
  counts.delete('rare')
  expect([...counts.values()]).toEqual(new Array(10).fill(23))
  expect(new Set([...train, ...valid]).size).toBe(303)
})

it('draws by the seed', () => {
  expect(split(0.25, 5)).toEqual(split(0.25, 5))
  expect(split(0.25, 6)).not.toEqual(split(0.25, 5))
})

it('refuses a share that is none', () => {
  expect(() => split(1, 5)).toThrow('validPct is 1')
})
