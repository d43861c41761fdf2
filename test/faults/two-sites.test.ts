import { expect, it } from 'vitest'
import { apiOf } from '../browser/site-api.ts'
import { Stored } from './stored.ts'
import { Visitor } from './visitor.ts'
import { withHome } from './with-home.ts'

const ratings = 40

it('two sites on one SQLite file: both write at a time, nothing is lost, both serve what one promotes', () =>
  withHome(async ({ folder, web, trainer }) => {
    const sites = await Promise.all([web(), web()])
    trainer()
    const apis = sites.map(apiOf)
    for (const api of apis) await api.ready()
    const [id, taken] = (
      await Promise.all(apis.map((api) => api.post('/api/training', { epochs: 20, batchSize: 16 })))
    ).toSorted((a, b) => a.status - b.status)
    expect([id!.status, taken!.status]).toEqual([202, 409])

    // Each visitor goes from one site to the other.
    const given = await Promise.all(
      Array.from({ length: 4 }, async (_, who) => {
        const visitor = new Visitor()
        const films = [...(await visitor.ratings(sites[0]!.address)).keys()]
        const own = new Map<number, number>()
        for (let i = 0; i < ratings; i++) {
          const film = films[i % films.length]!
          const rating = (1 + ((i + who) % 10)) / 2
          await visitor.rate(sites[(i + who) % 2]!.address, film, rating)
          own.set(film, rating)
        }
        return { visitor, own }
      }),
    )
    for (const { visitor, own } of given) {
      for (const { address } of sites) {
        expect(
          new Map([...(await visitor.ratings(address))].filter(([, rating]) => rating !== null)),
        ).toEqual(own)
      }
    }

    const { runs } = await apis[0]!.json<{ runs: [number] }>(id!)
    const { model } = await apis[1]!.until(runs[0], 'done')
    expect((await apis[0]!.post(`/api/models/${model!.version}/promote`)).status).toBe(200)
    const version = async (api: (typeof apis)[number]) =>
      (await api.json<{ modelVersion: number }>(api.get('/readyz'))).modelVersion
    expect(await version(apis[0]!)).toBe(model!.version)
    await expect.poll(() => version(apis[1]!), { timeout: 10_000 }).toBe(model!.version)
    await new Stored(folder).check()
  }))
