import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { dataset, setDataset } from './facts.ts'
import { claim, enqueue } from './jobs.ts'
import { openStore } from './store.ts'
import { engines, testCard, type TestStores } from './store-for-tests.ts'

it('says that there is no server, and ends nothing', async () => {
  const store = openStore('postgres://ann@127.0.0.1:1/films')
  await expect(dataset(store)).rejects.toThrow('cannot connect to PostgreSQL: connect ECONNREFUSED')
  await expect(setDataset(store, testCard.dataset)).rejects.toThrow(
    'cannot connect to PostgreSQL: connect ECONNREFUSED',
  )
  await store.close()
})

describe.each(engines.filter(({ name }) => name === 'PostgreSQL'))('on $name', (engine) => {
  let stores: TestStores
  let admin: pg.Client
  beforeAll(engine.start)
  afterAll(engine.stop)
  beforeEach(async () => {
    stores = await engine.stores()
    admin = new pg.Client({ connectionString: stores.target })
    await admin.connect()
  })
  afterEach(async () => {
    await admin.end()
    await stores.close()
  })

  const endConnections = () =>
    admin.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    )

  it('leaves other tables of the database alone', async () => {
    await admin.query("CREATE TABLE jobs (name text); INSERT INTO jobs VALUES ('mine')")
    await enqueue(stores.open(), [{ kind: 'test', parameters: {} }])
    expect((await admin.query('SELECT * FROM public.jobs')).rows).toEqual([{ name: 'mine' }])
    expect((await admin.query('SELECT id FROM onecycle.jobs')).rows).toEqual([{ id: '1' }])
  })

  it('goes on after its connections were cut, idle ones and those within a transaction', async () => {
    const store = stores.open()
    await setDataset(store, testCard.dataset)
    await endConnections()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await dataset(store)).toMatchObject({ name: 'sample' })
    const cut = store.transaction(async (inside) => {
      await setDataset(inside, { ...testCard.dataset, name: 'lost' })
      await endConnections()
      await new Promise((resolve) => setTimeout(resolve, 100))
      await dataset(inside)
    })
    await expect(cut).rejects.toThrow()
    expect(await dataset(store)).toMatchObject({ name: 'sample' })
    await setDataset(store, { ...testCard.dataset, name: 'after' })
    expect(await dataset(store)).toMatchObject({ name: 'after' })
  })

  it('gives each job to one of many that ask at the same moment', async () => {
    const pools = Array.from({ length: 4 }, () => stores.open())
    const jobs = await enqueue(
      pools[0]!,
      Array.from({ length: 20 }, () => ({ kind: 'test', parameters: {} })),
    )
    const claims = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        claim(pools[i % 4]!, { id: `worker ${i}`, device: `device ${i}` }),
      ),
    )
    const taken = claims.flatMap((job) => (job ? [job.id] : []))
    expect(taken.toSorted((a, b) => a - b)).toEqual(jobs.map(({ id }) => id))
    const another = { kind: 'test', parameters: {} }
    await expect(enqueue(pools[1]!, [another])).rejects.toThrow('is running')
  })

  it('makes its tables once, whoever comes at the same moment', async () => {
    const jobs = await Promise.all(
      Array.from({ length: 4 }, () =>
        enqueue(stores.open(), [{ kind: 'test', parameters: {} }], { behind: true }),
      ),
    )
    expect(jobs.map(([job]) => job!.id).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4])
  })

  it('lets one of many that enqueue at the same moment do so', async () => {
    const pools = Array.from({ length: 4 }, () => stores.open())
    const results = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) => enqueue(pools[i % 4]!, [{ kind: 'test', parameters: {} }])),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})
