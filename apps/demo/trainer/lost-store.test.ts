import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sampleRatings } from '@onecycle/collab'
import { initBackend } from '@onecycle/tensor-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { postgresPrograms, startPostgres, type TestPostgres } from '../../../postgres.shared.ts'
import { lessonRecipe } from '../lib/recipe.ts'
import { runState } from '../server/events.ts'
import { enqueue } from '../server/jobs.ts'
import { modelOf } from '../server/models.ts'
import { openStore, type Store } from '../server/store.ts'
import { testCard } from '../server/store-for-tests.ts'
import { logInto, type Logged } from './log-for-tests.ts'
import { openPatiently } from './patient-store.ts'
import { work } from './worker.ts'

const programs = postgresPrograms()
const recipe = { ...lessonRecipe, epochs: 20, nFactors: 4 }

describe.skipIf(!programs)('a PostgreSQL that goes away', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lost-store-'))
  const stopping = new AbortController()
  const logged: Logged[] = []
  let server: TestPostgres
  let site: Store
  let trainer: Promise<void>

  beforeAll(async () => {
    await initBackend(['cpu'])
    server = await startPostgres(programs!)
    site = openStore(server.url)
    await server.kill()
    trainer = startTrainer()
  })
  afterAll(async () => {
    stopping.abort()
    await trainer
    await site.close()
    await server.stop()
    rmSync(folder, { recursive: true })
  })

  async function startTrainer(): Promise<void> {
    const { signal } = stopping
    const log = logInto(logged)
    const store = await openPatiently(() => openStore(server.url), { signal, log })
    const dataset = { data: sampleRatings({ seed: 1 }), record: testCard.dataset }
    await work({ store, dataset, backend: 'cpu', modelsFolder: folder, signal, log })
    await store.close()
  }

  const messages = () => logged.map(({ msg }) => msg)
  const storeLines = () => {
    const lines = messages().filter((line) => line.includes('the store'))
    logged.length = 0
    return lines
  }
  const untilWaiting = () =>
    vi.waitUntil(() => messages().some((line) => line.endsWith('waiting for it')), { timeout: 30_000 })
  const untilBack = () => vi.waitUntil(() => messages().includes('the store is back'), { timeout: 30_000 })
  const until = (job: number, epochs: number) =>
    vi.waitUntil(async () => (await runState(site, job)).epochs.length >= epochs, { timeout: 60_000 })
  const untilDone = (job: number) =>
    vi.waitUntil(async () => (await runState(site, job)).status === 'done', { timeout: 60_000 })
  const train = async () => (await enqueue(site, [{ kind: 'train', parameters: recipe }]))[0]!.id

  it('is waited for by a trainer that starts before it, or has nothing to do', async () => {
    await untilWaiting()
    await server.start()
    const first = await train()
    await untilDone(first)
    expect(storeLines()).toEqual([
      expect.stringMatching(/^the store: .*; waiting for it$/),
      'the store is back',
    ])

    await server.kill()
    await untilWaiting()
    await server.start()
    await untilBack()
    expect(storeLines()).toHaveLength(2)
  })

  it('costs a training no epoch and no byte', async () => {
    const job = await train()
    for (const epochs of [3, 8]) {
      await until(job, epochs)
      await server.kill()
      await untilWaiting()
      await server.start()
      await untilBack()
      expect(storeLines()).toHaveLength(2)
    }
    await untilDone(job)
    const [whole, broken] = [await runState(site, 1), await runState(site, job)]
    expect(broken.points).toEqual(whole.points)
    expect(broken.epochs.map(({ epoch, validLoss }) => [epoch, validLoss])).toEqual(
      whole.epochs.map(({ epoch, validLoss }) => [epoch, validLoss]),
    )
    const bytes = async (version: number | null) =>
      readFileSync(join(folder, (await modelOf(site, version!))!.file!))
    expect(await bytes(broken.version)).toEqual(await bytes(whole.version))
  })
})
