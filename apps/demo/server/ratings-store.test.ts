import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { RatingsStore } from './ratings-store.ts'

let folder: string
let clock: number
let store: RatingsStore

const file = () => join(folder, 'home', 'ratings.sqlite')
const stars = (rating: number) => ({ kind: 'rated', rating }) as const
const titles = (visitor: string) => store.of(visitor).map(({ title }) => title)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ratings-'))
  clock = 1000
  store = new RatingsStore(file(), { now: () => clock++ })
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

it('keeps one opinion a film and visitor, the latest first, over a restart', () => {
  store.set('ann', 'Fargo', stars(4.5))
  store.set('ann', 'Heat', { kind: 'unseen' })
  store.set('bob', 'Fargo', stars(1))
  store.set('ann', 'Fargo', stars(5))
  store.close()
  store = new RatingsStore(file())
  expect(store.of('ann')).toEqual([
    { title: 'Fargo', opinion: stars(5), changed: new Date(1003) },
    { title: 'Heat', opinion: { kind: 'unseen' }, changed: new Date(1001) },
  ])
  expect(store.of('eve')).toEqual([])
})

it('takes the last change back, once', () => {
  store.set('ann', 'Fargo', stars(4))
  store.set('ann', 'Fargo', { kind: 'hidden' })
  expect(store.lastChange('ann')).toBe('Fargo')
  store.undo('ann')
  expect(store.of('ann')).toEqual([{ title: 'Fargo', opinion: stars(4), changed: new Date(1000) }])
  expect(store.lastChange('ann')).toBeNull()
  store.undo('ann')
  expect(titles('ann')).toEqual(['Fargo'])

  store.set('ann', 'Heat', stars(2))
  store.undo('ann')
  expect(titles('ann')).toEqual(['Fargo'])
  store.set('ann', 'Fargo', null)
  expect(titles('ann')).toEqual([])
  store.undo('ann')
  expect(titles('ann')).toEqual(['Fargo'])
})

it('forgets a visitor, and nobody else, down to the bytes', () => {
  store.set('visitor-ann', 'A film that only Ann knows', stars(4))
  store.set('bob', 'Heat', stars(3))
  store.forget('visitor-ann')
  expect(store.of('visitor-ann')).toEqual([])
  expect(store.lastChange('visitor-ann')).toBeNull()
  expect(titles('bob')).toEqual(['Heat'])
  expect(readFileSync(file()).includes('only Ann knows')).toBe(false)
})

it('refuses what is no rating, and more than fit', () => {
  expect(() => store.set('ann', 'Fargo', { kind: 'rated', rating: NaN })).toThrow()
  store.close()
  store = new RatingsStore(file(), { most: 3 })
  for (const title of ['Fargo', 'Heat', 'Alien']) store.set('ann', title, stars(3))
  expect(() => store.set('ann', 'One more', stars(3))).toThrow('You have 3 ratings')
  store.set('ann', 'Heat', stars(4))
  store.set('bob', 'One more', stars(3))
  store.set('ann', 'Heat', null)
  store.set('ann', 'One more', stars(3))
  expect(titles('ann')).toHaveLength(3)
})
