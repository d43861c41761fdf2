import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { softwareVulkan } from '@onecycle/tensor-core/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lessonRecipe } from '../lib/recipe.ts'
import { runState } from '../server/events.ts'
import { enqueue } from '../server/jobs.ts'
import { modelOf } from '../server/models.ts'
import { testStores, type TestStores } from '../server/store-for-tests.ts'
import type { Store } from '../server/store.ts'
import { checkpointOf } from './checkpoints.ts'

describe.skipIf(!softwareVulkan())('a trainer whose card is lost', () => {
  let stores: TestStores
  let store: Store
  beforeAll(() => {
    stores = testStores()
    store = stores.open()
  })
  afterAll(() => stores.close())

  /** A process that takes up the jobs of the store on a software card, until none is left; or loses its card once there is a checkpoint. */
  async function trainer({ loses = false } = {}) {
    const program = `
      import { initBackend, webgpu } from '@onecycle/tensor-core'
      import { sampleRatings } from '@onecycle/collab'
      import { existsSync } from 'node:fs'
      import pino from 'pino'
      import { runState } from './server/events.ts'
      import { openStore } from './server/store.ts'
      import { testCard } from './server/store-for-tests.ts'
      import { checkpointOf } from './trainer/checkpoints.ts'
      import { work } from './trainer/worker.ts'
      const folder = ${JSON.stringify(stores.folder)}
      await initBackend(['webgpu'], { allowSoftware: true })
      const store = openStore(${JSON.stringify(stores.target)})
      const stop = new AbortController()
      const watched = {
        ...store,
        async transaction(action) {
          const result = await store.transaction(action)
          const newest = await store.get('SELECT max(id) AS id FROM jobs')
          const { status } = await runState(store, newest.id)
          if (${loses} && existsSync(checkpointOf(folder, newest.id))) webgpu().device.destroy()
          if (status === 'done' || status === 'failed') stop.abort()
          return result
        },
      }
      const data = sampleRatings({ users: 60, movies: 40, ratings: 1500, seed: 3 })
      await work({
        store: watched,
        dataset: { data, record: testCard.dataset },
        backend: 'webgpu',
        modelsFolder: folder,
        signal: stop.signal,
        log: pino({ level: 'silent' }),
      }).catch((error) => {
        console.log(error.code)
        process.exitCode = 1
      })
      await store.close()
      process.exit()`
    const flags = ['--disable-warning=ExperimentalWarning', '--conditions=source', '--input-type=module']
    const child = spawn(process.execPath, [...flags, '-e', program], {
      cwd: join(import.meta.dirname, '..'),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [printed, [code]] = await Promise.all([
      text(child.stdout),
      once(child, 'exit') as Promise<[number]>,
    ])
    return { printed: printed.trim(), code }
  }
  const train = async () => {
    const parameters = { ...lessonRecipe, epochs: 3, nFactors: 8, device: 'webgpu' }
    return (await enqueue(store, [{ kind: 'train', parameters }]))[0]!.id
  }
  const bytesOf = async (job: number) => {
    const { version } = await runState(store, job)
    return readFileSync(join(stores.folder, (await modelOf(store, version!))!.file!))
  }

  it('ends, and the next one goes on from the checkpoint to the same bytes', async () => {
    const whole = await train()
    expect(await trainer()).toEqual({ printed: '', code: 0 })
    const broken = await train()
    expect(await trainer({ loses: true })).toEqual({ printed: 'DEVICE_LOST', code: 1 })
    expect(await runState(store, broken)).toMatchObject({ status: 'running', version: null })
    expect(existsSync(checkpointOf(stores.folder, broken))).toBe(true)
    expect(await trainer()).toEqual({ printed: '', code: 0 })
    const { status, epochs } = await runState(store, broken)
    expect(status).toBe('done')
    expect(epochs.map(({ epoch }) => epoch)).toEqual([0, 1, 2])
    expect(await bytesOf(broken)).toEqual(await bytesOf(whole))
  }, 120_000)
})
