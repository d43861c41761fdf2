import { readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { apiOf } from '../browser/site-api.ts'
import { withHome } from './with-home.ts'

it('the newest model is spoilt at start: the one before it serves and says so, until it can be loaded', () =>
  withHome(async ({ folder, web, trainer }) => {
    const before = await web()
    trainer()
    await apiOf(before).ready()
    const id = await apiOf(before).train({ epochs: 1, serve: true })
    await apiOf(before).until(id, 'done')
    await before.stop()

    const file = join(folder, 'models', `job-${id}-epoch-1.safetensors`)
    const whole = await readFile(file)
    await truncate(file, whole.length - 1)
    const { address, output } = await web()
    const api = apiOf({ address })
    const problem = /^Model 2 was promoted, but it cannot be loaded: .* Model 1 serves until it can\.$/
    expect(await api.json(api.get('/readyz'))).toEqual({
      status: 'ready',
      modelVersion: 1,
      problem: expect.stringMatching(problem) as string,
    })
    expect(await (await api.get('/')).text()).toContain('Model 1 serves until it can.')
    expect((await api.get('/api/recommend?user=196')).status).toBe(200)
    expect(await (await api.get('/metrics')).text()).toMatch(/^onecycle_serving_model_version 1$/m)
    const line = output()
      .split('\n')
      .find((line) => line.includes('the promoted model could not be loaded'))
    expect(JSON.parse(line!)).toMatchObject({ version: 2, serves: 1 })

    await writeFile(file, whole)
    await vi.waitFor(
      async () =>
        expect(await api.json(api.get('/readyz'))).toEqual({
          status: 'ready',
          modelVersion: 2,
          problem: null,
        }),
      { timeout: 60_000 },
    )
    expect(await (await api.get('/')).text()).not.toContain('serves until it can.')
  }))
