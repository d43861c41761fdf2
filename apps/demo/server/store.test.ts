import { expect, it, vi } from 'vitest'
import { onEveryEngine } from './on-every-engine-for-tests.ts'
import { testCard } from './store-for-tests.ts'
import { dataset, setDataset } from './facts.ts'
import { enqueue } from './jobs.ts'
import { storeTarget } from './store.ts'

onEveryEngine((stores) => {
  it('undoes all of a transaction that fails, and nothing of what was asked meanwhile', async () => {
    const store = stores().open()
    const failing = store.transaction(async (inside) => {
      await setDataset(inside, testCard.dataset)
      await new Promise((resolve) => setTimeout(resolve, 5))
      throw new Error('no')
    })
    const meanwhile = setDataset(store, { ...testCard.dataset, name: 'meanwhile' })
    await expect(failing).rejects.toThrow('no')
    await meanwhile
    expect(await dataset(store)).toMatchObject({ name: 'meanwhile' })
  })
  it('sees nothing of a transaction before its end, and reads its own', async () => {
    const [store, other] = [stores().open(), stores().open()]
    expect(await dataset(other)).toBeNull()
    await store.transaction(async (inside) => {
      await setDataset(inside, testCard.dataset)
      expect(await dataset(inside)).toMatchObject({ name: 'sample' })
      expect(await dataset(other)).toBeNull()
    })
    expect(await dataset(other)).toMatchObject({ name: 'sample' })
  })

  it('lets nobody change what a transaction has read', async () => {
    const store = stores().open()
    const count = "SELECT value FROM facts WHERE name = 'count'"
    await store.run("INSERT INTO facts (name, value) VALUES ('count', '0')")
    const addOne = () =>
      store.transaction(async (inside) => {
        const { value } = (await inside.get(count)) as { value: string }
        await new Promise((resolve) => setTimeout(resolve, 2))
        await inside.run("UPDATE facts SET value = ? WHERE name = 'count'", String(Number(value) + 1))
      })
    await Promise.all(Array.from({ length: 25 }, addOne))
    expect(await store.get(count)).toEqual({ value: '25' })
  })

  it('gives whole numbers as numbers, milliseconds too', async () => {
    const store = stores().open()
    stores().clock = 1_800_000_000_123
    await enqueue(store, [{ kind: 'test', parameters: {} }])
    const sql = 'SELECT count(*) AS count, max(created) AS created FROM jobs'
    expect(await store.get(sql)).toEqual({ count: 1, created: 1_800_000_000_123 })
  })

  it('keeps types and checks', async () => {
    const store = stores().open()
    await expect(store.run('INSERT INTO facts (name, value) VALUES (?, ?)', 'x', null)).rejects.toThrow(
      /null/i,
    )
    await expect(store.run("UPDATE jobs SET status = 'lost'")).resolves.toBe(0)
    await enqueue(store, [{ kind: 'test', parameters: {} }])
    await expect(store.run("UPDATE jobs SET status = 'lost'")).rejects.toThrow(/check/i)
    await expect(store.run("UPDATE jobs SET attempts = 'many'")).rejects.toThrow(/integer|bigint/i)
    await expect(store.run('UPDATE models SET job = 7')).resolves.toBe(0)
    await expect(store.run("INSERT INTO models (job, card, created) VALUES (7, '', 0)")).rejects.toThrow(
      /foreign key/i,
    )
  })
})

it('is chosen by DATABASE_URL, and tells no password', () => {
  vi.stubEnv('ONECYCLE_HOME', '/somewhere')
  vi.stubEnv('DATABASE_URL', '')
  expect(storeTarget()).toBe('/somewhere/demo.sqlite')
  for (const url of ['postgres://ann:secret@db/films', 'postgresql://db/films']) {
    vi.stubEnv('DATABASE_URL', url)
    expect(storeTarget()).toBe(url)
  }
  vi.stubEnv('DATABASE_URL', 'mysql://ann:secret@db/films')
  expect(storeTarget).toThrow('DATABASE_URL does not begin with postgres://')
  expect(storeTarget).not.toThrow('secret')
  vi.unstubAllEnvs()
})
