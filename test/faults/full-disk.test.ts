import { statfsSync } from 'node:fs'
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { apiOf } from '../browser/site-api.ts'
import { mayMount, mountSmall } from './mounts.ts'
import { startTrainer, startWeb } from './processes.ts'
import { listenOnce } from '../browser/site.ts'
import { withHome } from './with-home.ts'

const question = '/api/recommend?user=196&n=5'

describe.skipIf(!mayMount())('where nothing can be written', () => {
  it('a full disk: trainings fail and say why, the old model serves, and all goes on once there is room', async () => {
    const mount = mountSmall(await mkdtemp(join(tmpdir(), 'onecycle-full-')), 24)
    const home = mount.folder
    const trainer = startTrainer({ home })
    const web = await startWeb({ home, port: await listenOnce(0) })
    try {
      const api = apiOf(web)
      await api.ready()
      const answer = await api.json(api.get(question))
      const filler = join(home, 'filler')

      // Room for the store, but not for a checkpoint or a model.
      await fill(filler, 600_000)
      const id = await api.train({ epochs: 1 })
      const failed = await api.until(id, 'failed')
      expect(failed.error).toContain('ENOSPC: no space left on device')
      expect(await api.json(api.get(question))).toEqual(answer)

      // No room at all.
      await fill(filler, 0)
      const refused = await untilRefused(() => api.post('/api/training', { epochs: 1 }))
      expect(refused.status).toBe(503)
      expect(await api.json(refused)).toMatchObject({
        code: 'NO_STORE',
        detail: expect.stringContaining('disk') as string,
      })
      expect(await api.json(api.get(question))).toEqual(answer)
      expect(await api.json(api.get('/readyz'))).toMatchObject({ modelVersion: 1, problem: null })

      await rm(filler)
      await expect
        .poll(
          async () => {
            const { run } = await api.json<{ run: { status: string } }>(api.get('/api/training'))
            return ['queued', 'running'].includes(run.status)
          },
          { timeout: 60_000 },
        )
        .toBe(false)
      const done = await api.until(await api.train({ epochs: 1, serve: true }), 'done')
      expect(await api.json(api.get('/readyz'))).toMatchObject({ modelVersion: done.model!.version })
    } catch (error) {
      throw new Error(`${String(error)}\n${web.output()}\n${trainer.output()}`, { cause: error })
    } finally {
      await Promise.all([web.kill(), trainer.kill()])
      mount.unmount()
      await rm(home, { recursive: true })
    }
  })

  it('a read-only folder of models: trainings fail and say why, the old model serves, after a new start, too', () =>
    withHome(async ({ folder, web, trainer }) => {
      const models = mountSmall(join(folder, 'models'), 24)
      try {
        const first = await web()
        const works = trainer()
        const api = apiOf(first)
        await api.ready()
        const answer = await api.json(api.get(question))

        models.makeReadOnly()
        const failed = await api.until(await api.train({ epochs: 1 }), 'failed')
        expect(failed.error).toContain('EROFS: read-only file system')
        expect(await api.json(api.get(question))).toEqual(answer)
        await first.stop()
        const second = apiOf(await web())
        expect(await second.json(second.get(question))).toEqual(answer)

        models.makeWritable()
        await second.until(await second.train({ epochs: 1 }), 'done')
        await works.stop()
      } finally {
        models.unmount()
      }
    }))

  it('a read-only home at start: one clear line', () =>
    withHome(async ({ folder, web }) => {
      const mount = mountSmall(folder, 1)
      try {
        mount.makeReadOnly()
        await expect(web()).rejects.toThrow(
          /ended with 1:\n.*the store: cannot open .*demo\.sqlite: .*; may this account write there/s,
        )
      } finally {
        mount.unmount()
      }
    }))
})

/** Fills a file system up, but for some bytes. */
async function fill(file: string, but: number): Promise<void> {
  await writeFile(file, '')
  const { bavail, bsize } = statfsSync(file)
  await truncate(file, 0)
  await writeFile(file, Buffer.alloc(Math.max(0, bavail * bsize - but)))
}

/** Asks until there is no room for what is asked: SQLite writes over old pages of its log first. */
async function untilRefused(ask: () => Promise<Response>): Promise<Response> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const response = await ask()
    if (![202, 409].includes(response.status)) return response
  }
  throw new Error('a full disk took 200 trainings')
}
