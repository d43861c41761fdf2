import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
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
    expect(await first.ended).toBe(0)
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
