import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postgresPrograms, startPostgres, type TestPostgres } from '../../postgres.shared.ts'
import { apiOf } from '../browser/site-api.ts'
import { withHome } from './with-home.ts'

const programs = postgresPrograms()
const question = '/api/recommend?user=196&n=5'

/** Some seconds. */
const long = { epochs: 24, nFactors: 64, batchSize: 16, serve: true }

// apps/demo/server/store-for-tests.ts says where there is none, and fails in CI.
describe.skipIf(!programs)('a PostgreSQL that is restarted in a training', () => {
  let server: TestPostgres
  beforeAll(async () => {
    server = await startPostgres(programs!)
  })
  afterAll(() => server.stop())

  it('ends neither site nor trainer; recommendations go on, and the training ends in the same bytes', () =>
    withHome(async ({ web, trainer }) => {
      const env = { DATABASE_URL: server.url }
      const site = await web({ env })
      const trains = trainer({ env })
      const api = apiOf(site)
      await api.ready()
      const whole = await api.until(await api.train(long), 'done')
      const answer = await api.json(api.get(question))

      const id = await api.train(long)
      await expect.poll(async () => (await api.run(id)).epochs.length, { timeout: 60_000 }).toBeGreaterThan(1)
      await server.kill()
      await expect.poll(() => trains.output(), { timeout: 60_000 }).toContain('waiting for it')
      expect(await api.json(api.get(question))).toEqual(answer)
      const refused = await api.post('/api/training', long)
      expect(refused.status).toBe(503)
      expect(refused.headers.get('retry-after')).toBe('5')
      expect(await api.json(refused)).toMatchObject({ code: 'NO_STORE' })

      await server.start()
      const broken = await api.until(id, 'done')
      expect(trains.output()).toContain('the store is back')
      const losses = ({ epochs }: typeof whole) => epochs.map(({ epoch, validLoss }) => [epoch, validLoss])
      expect([broken.points, losses(broken)]).toEqual([whole.points, losses(whole)])
      expect(await api.file(broken.model!.version)).toEqual(await api.file(whole.model!.version))
      expect(await api.json(api.get('/readyz'))).toMatchObject({ modelVersion: broken.model!.version })
    }))
})
