import { existsSync, readFileSync } from 'node:fs'
import { beforeEach, expect, it } from 'vitest'
import { mostOpinions } from '../lib/opinion.ts'
import { onEveryEngine } from './on-every-engine-for-tests.ts'
import { forget, lastChange, opinionsOf, setOpinion, undo } from './ratings.ts'
import { testStores } from './store-for-tests.ts'
import type { Store } from './store.ts'

const stars = (rating: number) => ({ kind: 'rated', rating }) as const

onEveryEngine((stores) => {
  let store: Store
  beforeEach(() => {
    store = stores().open()
  })

  const titles = async (visitor: string) => (await opinionsOf(store, visitor)).map(({ title }) => title)
  /** Notes an opinion, each a millisecond after the one before. */
  const set: typeof setOpinion = (...opinion) => {
    stores().clock += 1
    return setOpinion(...opinion)
  }

  it('keeps one opinion a film and visitor, the latest first, for every process', async () => {
    stores().clock = 1_800_000_000_000
    const other = stores().open()
    await set(store, 'ann', 'Fargo', stars(4.5))
    await set(store, 'ann', 'Heat', { kind: 'unseen' })
    await set(other, 'bob', 'Fargo', stars(1))
    await set(other, 'ann', 'Fargo', stars(0.5))
    const kept = [
      { title: 'Fargo', opinion: stars(0.5), changed: new Date(1_800_000_000_004) },
      { title: 'Heat', opinion: { kind: 'unseen' }, changed: new Date(1_800_000_000_002) },
    ]
    for (const each of [store, other, stores().open()]) expect(await opinionsOf(each, 'ann')).toEqual(kept)
    expect(await opinionsOf(store, 'eve')).toEqual([])
  })

  it('takes the last change back, once', async () => {
    await set(store, 'ann', 'Fargo', stars(4))
    const changed = new Date(stores().clock)
    await set(store, 'ann', 'Fargo', { kind: 'hidden' })
    expect(await lastChange(store, 'ann')).toBe('Fargo')
    await undo(store, 'ann')
    expect(await opinionsOf(store, 'ann')).toEqual([{ title: 'Fargo', opinion: stars(4), changed }])
    expect(await lastChange(store, 'ann')).toBeNull()
    await undo(store, 'ann')
    expect(await titles('ann')).toEqual(['Fargo'])

    await set(store, 'ann', 'Heat', stars(2))
    await undo(store, 'ann')
    expect(await titles('ann')).toEqual(['Fargo'])
    await set(store, 'ann', 'Fargo', null)
    expect(await titles('ann')).toEqual([])
    await undo(store, 'ann')
    expect(await titles('ann')).toEqual(['Fargo'])
  })

  it('forgets a visitor, and nobody else', async () => {
    await set(store, 'ann', 'Fargo', stars(4))
    await set(store, 'bob', 'Heat', stars(3))
    await forget(store, 'ann')
    expect(await opinionsOf(store, 'ann')).toEqual([])
    expect(await lastChange(store, 'ann')).toBeNull()
    expect(await titles('bob')).toEqual(['Heat'])
  })

  it('refuses what is no rating', async () => {
    for (const rating of [NaN, 0, 3.3, 5.5])
      await expect(set(store, 'ann', 'Fargo', stars(rating))).rejects.toThrow()
    expect(await opinionsOf(store, 'ann')).toEqual([])
  })

  it('keeps as many as fit, and asks for room for more, whoever comes at the same moment', async () => {
    await store.transaction(async (inside) => {
      for (let film = 2; film < mostOpinions; film++)
        await inside.run(
          "INSERT INTO opinions (visitor, title, kind, changed) VALUES ('ann', ?, 'unseen', 0)",
          `Film ${film}`,
        )
    })
    const more = await Promise.allSettled(
      [1, 2, 3, 4].map((n) => set(store, 'ann', `One more ${n}`, stars(3))),
    )
    expect(more.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    expect(await titles('ann')).toHaveLength(mostOpinions)
    await expect(set(store, 'ann', 'One more', stars(3))).rejects.toThrow('You have 5000 ratings')
    await set(store, 'ann', 'Film 7', stars(4))
    await set(store, 'bob', 'One more', stars(3))
    await set(store, 'ann', 'Film 8', null)
    await set(store, 'ann', 'One more', stars(3))
    expect(await titles('ann')).toHaveLength(mostOpinions)
  })
})

it('leaves no byte of what a visitor said in the files, whoever has them open', async () => {
  const stores = testStores()
  const [site, trainer] = [stores.open(), stores.open()]
  await setOpinion(site, 'ann', 'A film that only Ann knows', stars(4))
  await setOpinion(site, 'bob', 'Heat', stars(3))
  expect(await opinionsOf(trainer, 'ann')).toHaveLength(1)
  const inFiles = (text: string) =>
    ['', '-wal'].some((ending) => {
      const file = stores.target + ending
      return existsSync(file) && readFileSync(file).includes(text)
    })
  expect(inFiles('only Ann knows')).toBe(true)
  await forget(site, 'ann')
  expect(inFiles('only Ann knows')).toBe(false)
  expect(inFiles('Heat')).toBe(true)
  await stores.close()
})
