import { Generator } from '@onecycle/tensor-core'
import { describe, expect, it } from 'vitest'
import { idMap } from './id-map.ts'
import type { RawId } from './ratings.ts'

describe('idMap', () => {
  it('does what a Map does, whatever the limit of its parts', () => {
    const random = new Generator(1)
    const ids: RawId[] = Array.from({ length: 5_000 }, () => {
      const n = random.integer(2_000)
      return [n, -n, String(n), n * 2 ** 40][random.integer(4)]!
    })
    const map = idMap(100)
    const reference = new Map<RawId, number>()
    ids.forEach((id, i) => {
      expect(map.get(id)).toBe(reference.get(id))
      map.set(id, i)
      reference.set(id, i)
    })
    expect(map.size).toBe(reference.size)
    for (const [id, value] of reference) expect(map.get(id)).toBe(value)
  })

  it.each([NaN, 0.5, Infinity, 7, '7', ''])('does not know %s', (id) => {
    const map = idMap()
    map.set(0, 1)
    map.set('0', 2)
    expect(map.get(id)).toBeUndefined()
  })

  it('holds more integers than a Map can', () => {
    const ids = 2 ** 24 + 1_000
    const map = idMap()
    for (let id = 0; id < ids; id++) map.set(id * 7, id)
    expect(map.size).toBe(ids)
    expect([map.get(7), map.get((ids - 1) * 7), map.get(8)]).toEqual([1, ids - 1, undefined])
  })
})
