import { globSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { apiOf } from '../browser/site-api.ts'
import { Visitor } from './visitor.ts'
import { withHome } from './with-home.ts'

const [faketime] = globSync('/usr/lib/*/faketime/libfaketime.so.1')
if (!faketime)
  console.warn(
    'Left out: a clock that is set back; there is no libfaketime (Debian: apt-get install libfaketime)',
  )

/** Some seconds. */
const long = { epochs: 24, nFactors: 64, batchSize: 16 }

describe.skipIf(!faketime)('a clock that is set back by an hour', () => {
  it('costs neither a training that runs, nor one whose trainer is killed, nor a rating', () =>
    withHome(async ({ folder, web, trainer }) => {
      const clock = join(folder, 'clock')
      const setBack = (hours: number) => writeFile(clock, `-${3600 * hours}`)
      const env = {
        LD_PRELOAD: faketime!,
        FAKETIME_TIMESTAMP_FILE: clock,
        FAKETIME_NO_CACHE: '1',
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
        DONT_FAKE_MONOTONIC: '1',
      }
      await setBack(0)
      const site = await web({ env })
      const first = trainer({ env })
      const api = apiOf(site)
      await api.ready()
      const visitor = new Visitor()
      const films = [...(await visitor.ratings(site.address)).keys()]
      await visitor.rate(site.address, films[0]!, 4)

      const whole = await api.until(await api.train(long), 'done')
      const begun = async (epochs: number) => {
        const id = await api.train(long)
        await expect
          .poll(async () => (await api.run(id)).epochs.length, { timeout: 60_000 })
          .toBeGreaterThan(epochs)
        return id
      }
      const running = await begun(1)
      await setBack(1)
      const went = await api.until(running, 'done')
      await visitor.rate(site.address, films[1]!, 2)
      expect((await visitor.ratings(site.address)).get(films[0]!)).toBe(4)
      expect((await visitor.ratings(site.address)).get(films[1]!)).toBe(2)

      const killed = await begun(1)
      await first.kill()
      await setBack(2)
      trainer({ env })
      const taken = await api.until(killed, 'done', 60_000)
      for (const { model } of [went, taken]) {
        expect(await api.file(model!.version)).toEqual(await api.file(whole.model!.version))
      }
      // The site has seen the clock go back.
      const { runs } = await api.json<{ runs: { id: number; created: string }[] }>(api.get('/api/runs'))
      const created = (id: number) => Date.parse(runs.find((run) => run.id === id)!.created)
      expect(created(killed)).toBeLessThan(created(running))
    }))
})
