import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { eventsAfter } from '../server/events.ts'
import { activeJob } from '../server/jobs.ts'
import { promotedModel } from '../server/models.ts'
import { runs } from '../server/runs.ts'
import { engines, type TestStores } from '../server/store-for-tests.ts'
import type { Store } from '../server/store.ts'

const demo = join(import.meta.dirname, '..')

/** A process of the demo on a store, run from the sources. */
function start(script: string, args: string[], env: Record<string, string>): ChildProcess {
  const flags = ['--disable-warning=ExperimentalWarning', '--conditions=source']
  return spawn(process.execPath, [...flags, join(demo, script), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { NODE_ENV: 'production', PATH: process.env['PATH'], ...env },
  })
}

describe.each(engines.filter(({ name }) => name === 'PostgreSQL'))('two trainers on one $name', (engine) => {
  let stores: TestStores
  let store: Store
  let home: string
  const trainers: ChildProcess[] = []
  const environment = () => ({ ONECYCLE_HOME: home, ONECYCLE_DATA: 'sample', DATABASE_URL: stores.target })

  beforeAll(async () => {
    await engine.start()
    stores = await engine.stores()
    store = stores.open()
    home = mkdtempSync(join(tmpdir(), 'tune-'))
    // Of one machine: two devices, since each takes one training at a time.
    const ready = ['wasm', 'cpu'].map(async (device) => {
      const trainer = start('trainer/main.ts', [], { ...environment(), ONECYCLE_BACKEND: device })
      trainers.push(trainer)
      let printed = ''
      trainer.stdout!.setEncoding('utf8').on('data', (chunk: string) => (printed += chunk))
      await vi.waitFor(() => expect(printed).toContain('device '), { timeout: 60_000 })
    })
    await Promise.all(ready)
    const idle = async () => {
      expect(await promotedModel(store)).not.toBeNull()
      expect(await activeJob(store)).toBeNull()
    }
    await vi.waitFor(idle, { timeout: 100_000, interval: 100 })
  })
  afterAll(async () => {
    for (const trainer of trainers) {
      const ended = once(trainer, 'exit')
      if (trainer.exitCode === null && trainer.kill('SIGTERM')) await ended
    }
    await stores.close()
    await engine.stop()
    rmSync(home, { recursive: true })
  })

  const tune = async (args: string[], seen?: (line: string, kill: () => void) => void) => {
    const child = start('tune.ts', args, environment())
    let told = ''
    child.stderr!.setEncoding('utf8').on('data', (chunk: string) => {
      told += chunk
      seen?.(told, () => child.kill('SIGINT'))
    })
    const [out, [code]] = await Promise.all([text(child.stdout!), once(child, 'close') as Promise<[number]>])
    return { code, out, told }
  }

  it('share a sweep, each run done once, and its table has the best first', async () => {
    const args = ['--lr', '1e-3,5e-3', '--wd', '0.01,0.1', '--factors', '10,20']
    const { code, out, told } = await tune(args)
    expect(code, told).toBe(0)
    const [header, , ...lines] = out.trimEnd().split('\n')
    expect(header!.split(/ +/)).toEqual(['run', 'lr', 'wd', 'factors', 'valid', 'train', 'seconds', 'model'])
    const rows = lines.map((line) => line.trim().split(/ +/).map(Number))
    const tried = rows.map(([, lr, wd, factors]) => `${lr} ${wd} ${factors}`)
    const wanted = [0.001, 0.005].flatMap((lr) =>
      [0.01, 0.1].flatMap((wd) => [10, 20].map((n) => `${lr} ${wd} ${n}`)),
    )
    expect(tried.toSorted()).toEqual(wanted.toSorted())
    expect(rows.map(([, , , , valid]) => valid)).toEqual(rows.map(([, , , , valid]) => valid).toSorted())
    for (const [run] of rows)
      expect(told).toMatch(new RegExp(`^run ${run} done {2}lr .* valid 0\\.\\d{4}$`, 'm'))

    const listed = new Map((await runs(store, 50)).map((run) => [run.id, run]))
    for (const [run, lr, wd, nFactors, valid, , , version] of rows) {
      const { recipe, model, status } = listed.get(run!)!
      expect({ status, version: model!.version, ...recipe }).toMatchObject({
        status: 'done',
        version,
        lr,
        wd,
        nFactors,
      })
      expect(model!.card.validLoss).toBeCloseTo(valid!, 4)
      const events = await eventsAfter(store, run!, 0)
      expect(events.flatMap(({ event }) => (event.type === 'status' ? [event.status] : []))).toEqual([
        'queued',
        'running',
        'done',
      ])
    }
    const devices = z.array(z.object({ device: z.string(), attempts: z.literal(1) }))
    const marks = rows.map(() => '?').join(', ')
    const done = devices.parse(
      await store.all(
        `SELECT device, attempts FROM jobs WHERE id IN (${marks})`,
        ...rows.map(([run]) => run!),
      ),
    )
    expect(new Set(done.map(({ device }) => device.split(' ').at(-1)))).toEqual(new Set(['wasm', 'cpu']))
  }, 240_000)

  it('leave what Ctrl-C cancels', async () => {
    const factors = Array.from({ length: 100 }, (_, i) => String(20 + i)).join(',')
    let interrupted = false // a second Ctrl-C would not wait
    const { code, out, told } = await tune(['--factors', factors, '--json'], (lines, interrupt) => {
      if (interrupted || !/^run \d+ done/m.test(lines)) return
      interrupted = true
      interrupt()
    })
    expect(code, told).toBe(0)
    const results = z
      .array(z.object({ status: z.enum(['done', 'cancelled']), validLoss: z.number().nullable() }))
      .parse(JSON.parse(out))
    expect(results).toHaveLength(100)
    const done = results.filter(({ status }) => status === 'done').length
    expect(done).toBeGreaterThan(0)
    expect(done).toBeLessThan(100)
    expect(results.map(({ validLoss }) => validLoss !== null)).toEqual(results.map((_, i) => i < done))
    expect(await activeJob(store)).toBeNull()
  }, 240_000)

  it.each([
    [['--lr', '0.01,x'], '--lr has "x": '],
    [['--factors', '501'], '--factors has "501": Too big'],
    [['--epochs', '3'], "Unknown option '--epochs'"],
  ])('get nothing of %j', async (args, message) => {
    const { code, told } = await tune(args)
    expect([code, told]).toEqual([2, expect.stringContaining(message)])
    expect(await activeJob(store)).toBeNull()
  })
})
