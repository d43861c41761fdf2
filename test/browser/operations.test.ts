import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { setOpinion } from '../../apps/demo/server/ratings.ts'
import { openStore } from '../../apps/demo/server/store.ts'
import { sign, visitorKey } from '../../apps/demo/server/visitor-id.ts'
import { root } from '../architecture/workspace.ts'
import { runIn } from '../packed/pack.ts'
import { apiOf } from './site-api.ts'
import { startSite } from './site.ts'
import { processesOf, storedOf } from './trainer-of.ts'

/** The fused trainer needs some seconds for this. */
const long = { epochs: 24, nFactors: 128, batchSize: 16 }

it('SIGTERM ends site and trainer within ten seconds; the training goes on from its checkpoint', async () => {
  const first = await startSite()
  try {
    const api = apiOf(first)
    await api.ready()
    const whole = await api.until(await api.train(long), 'done')
    const id = await api.train(long)
    await expect
      .poll(async () => (await api.run(id)).epochs.length, { timeout: 60_000, interval: 20 })
      .toBeGreaterThan(2)
    const stream = await fetch(`${first.address}/api/runs/${id}/events`)
    const { web, trainer } = processesOf(first)

    const began = performance.now()
    process.kill(first.pid, 'SIGTERM')
    expect(await first.ended).toEqual({ code: 0, signal: null })
    expect(performance.now() - began).toBeLessThan(10_000)
    for (const pid of [web, trainer]) expect(existsSync(`/proc/${pid}`)).toBe(false)
    await expect(stream.text()).rejects.toThrow() // cut off: a browser comes back to it

    const stored = storedOf(first)
    expect(stored.status(id)).toBe('queued')
    stored.close()
    expect(existsSync(join(first.home, 'models', `job-${id}.checkpoint.safetensors`))).toBe(true)

    const second = await startSite({ env: { ONECYCLE_HOME: first.home } })
    try {
      const done = await apiOf(second).until(id, 'done')
      expect(await apiOf(second).file(done.model!.version)).toEqual(
        await apiOf(second).file(whole.model!.version),
      )
    } finally {
      await second.stop()
    }
  } finally {
    await first.stop()
  }
}, 240_000)

it('a backup of a site at work serves the same model and ratings', async () => {
  const site = await startSite({ sample: true })
  try {
    const api = apiOf(site)
    await api.ready()
    const store = openStore(join(site.home, 'demo.sqlite'))
    const rate = (title: string, rating: number) =>
      setOpinion(store, 'somebody', title, { kind: 'rated', rating })
    const visitor = sign('somebody', visitorKey(join(site.home, 'visitor-key'), {}))
    await rate('The Borrowed Windmill (1977)', 4.5)
    await api.train(long)

    const folder = join(site.home, '..', 'backup')
    process.env['ONECYCLE_HOME'] = site.home
    await runIn(root, process.execPath, 'apps/demo/backup.ts', folder)
    delete process.env['ONECYCLE_HOME']
    // What comes after it is not in it.
    await rate('The Barefoot Suitcase (1979)', 1)
    await store.close()

    const restored = await startSite({ sample: true, env: { ONECYCLE_HOME: folder } })
    try {
      const there = apiOf(restored)
      await there.ready()
      expect(await there.file(1)).toEqual(await api.file(1))
      const question = '/api/recommend?user=196&n=5'
      expect(await there.json(there.get(question))).toEqual(await api.json(api.get(question)))
      const answer = await fetch(`${restored.address}/rate/export`, {
        headers: { cookie: `visitor=${visitor}` },
      })
      expect(await answer.json()).toMatchObject({
        ratings: [{ title: 'The Borrowed Windmill (1977)', kind: 'rated', rating: 4.5 }],
      })
    } finally {
      await restored.stop()
    }
    await expect(runIn(root, process.execPath, 'apps/demo/backup.ts', folder)).rejects.toThrow(
      'is there already',
    )
  } finally {
    await site.stop()
  }
}, 240_000)
