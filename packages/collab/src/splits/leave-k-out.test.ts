import { describe, expect, it } from 'vitest'
import { leaveKOut } from './leave-k-out.ts'

const user = Array.from({ length: 300 }, (_, row) => `user ${row % 10}`).concat('rare', 'rare')
const ratings = { user, item: user.map((_, row) => row), rating: new Float32Array(user.length) }
const split = (k: number, seed: number) => leaveKOut(k)(ratings, { validPct: 0.9, seed })

describe('leaveKOut', () => {
  it('leaves k ratings of each user out, and none of a user who would have nothing left', () => {
    const { train, valid } = split(2, 42)
    const counts = new Map<string, number>()
    for (const row of valid) counts.set(user[row]!, (counts.get(user[row]!) ?? 0) + 1)
    expect([...counts.keys()].sort()).toEqual(Array.from({ length: 10 }, (_, i) => `user ${i}`))
    expect(new Set(counts.values())).toEqual(new Set([2]))
    expect(new Set([...train, ...valid]).size).toBe(302)
    expect([...train.subarray(-2)]).toEqual([300, 301])
  })

  it('draws by the seed, over all of a user’s ratings', () => {
    expect(split(1, 5)).toEqual(split(1, 5))
    expect(split(1, 6)).not.toEqual(split(1, 5))
    const drawn = new Set(Array.from({ length: 500 }, (_, seed) => [...split(1, seed).valid][0]))
    expect(drawn.size).toBeGreaterThan(28)
  })

  it.each([0, 1.5, NaN])('refuses k = %d', (k) => {
    expect(() => leaveKOut(k)).toThrow(`leaveKOut: k is ${k}; expected an integer of at least 1`)
  })
})
