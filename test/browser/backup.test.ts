import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines, type TestStores } from '../../apps/demo/server/store-for-tests.ts'
import { postgresPrograms } from '../../postgres.shared.ts'
import { root } from '../architecture/workspace.ts'
import { Visitor } from '../faults/visitor.ts'
import { runIn } from '../packed/pack.ts'
import { apiOf } from './site-api.ts'
import { startSite } from './site.ts'

/** Some seconds. */
const long = { epochs: 12, nFactors: 64, batchSize: 16 }

// As docs/operations.md tells it.
describe.each(engines)('a backup of a site at work on $name', ({ name, start, stop, stores }) => {
  const isPostgres = name === 'PostgreSQL'
  const environmentOf = ({ target }: TestStores) => (isPostgres ? { DATABASE_URL: target } : {})
  const postgres = (program: string, ...args: string[]) =>
    runIn(root, join(postgresPrograms()!, program), ...args)

  let folder: string
  /** The site's own, and an empty one. */
  let databases: TestStores[]
  beforeAll(async () => {
    await start()
    folder = await mkdtemp(join(tmpdir(), 'backup-'))
    databases = [await stores(), await stores()]
  })
  afterAll(async () => {
    for (const database of databases) await database.close()
    await rm(folder, { recursive: true })
    await stop()
  })

  it('has the same model, runs and ratings, and goes on with the training', async () => {
    const [from, to] = databases as [TestStores, TestStores]
    const [home, dump] = [join(folder, 'home'), join(folder, 'films.dump')]
    const site = await startSite({ sample: true, env: environmentOf(from) })
    try {
      const api = apiOf(site)
      await api.ready()
      const visitor = new Visitor()
      const [film, later] = [...(await visitor.ratings(site.address)).keys()] as [number, number]
      await visitor.rate(site.address, film, 4.5)
      const training = await api.train(long)
      const first = await api.run(training - 1)

      if (isPostgres) await postgres('pg_dump', '--format=custom', `--file=${dump}`, from.target)
      const backup = [process.execPath, 'apps/demo/backup.ts', home] as const
      const env = { ...environmentOf(from), ONECYCLE_HOME: site.home, PATH: process.env['PATH']! }
      await runIn(root, 'env', ...Object.entries(env).map((each) => each.join('=')), ...backup)
      // What comes after it is not in it.
      await visitor.rate(site.address, later, 1)

      if (isPostgres) await postgres('pg_restore', '--clean', '--if-exists', `--dbname=${to.target}`, dump)
      const restored = await startSite({
        sample: true,
        env: { ...environmentOf(to), ONECYCLE_HOME: home },
      })
      try {
        const there = apiOf(restored)
        await there.ready()
        expect(await there.file(1)).toEqual(await api.file(1))
        const question = '/api/recommend?user=196&n=5'
        expect(await there.json(there.get(question))).toEqual(await api.json(api.get(question)))
        expect(await there.run(training - 1)).toEqual(first)
        const ratings = await visitor.ratings(restored.address)
        expect([...ratings].filter(([, rating]) => rating !== null)).toEqual([[film, 4.5]])
        await there.until(training, 'done')
      } finally {
        await restored.stop()
      }
      await expect(runIn(root, ...backup)).rejects.toThrow('is there already')
    } finally {
      await site.stop()
    }
  })
})
