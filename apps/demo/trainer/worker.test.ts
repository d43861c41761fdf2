import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MovieRatings } from '@onecycle/collab'
import { loadRecommender } from '@onecycle/collab/node'
import { initBackend } from '@onecycle/tensor-core'
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { lessonRecipe } from '../lib/recipe.ts'
import { Store } from '../server/store.ts'
import { work } from './worker.ts'

const users = 30
const films = 20

/** Every user rates every film: as many stars as their numbers give. */
const data: MovieRatings = {
  ratings: {
    user: Array.from({ length: users * films }, (_, row) => 1 + Math.floor(row / films)),
    item: Array.from({ length: users * films }, (_, row) => 1 + (row % films)),
    title: Array.from({ length: users * films }, (_, row) => `Film ${1 + (row % films)}`),
    rating: Float32Array.from({ length: users * films }, (_, row) => 1 + (((row % films) + row) % 5)),
  },
  movies: [],
  source: { kind: 'sample', name: 'a test', location: 'memory', citation: null },
}
const record = { ...data.source, users, films, ratings: users * films, whySample: null }
const recipe = { ...lessonRecipe, epochs: 2, nFactors: 4 }

let folder: string
let store: Store

beforeAll(() => initBackend(['cpu']))
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'worker-'))
  store = new Store(join(folder, 'demo.sqlite'))
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

/** Works until something is logged, or until the given time has passed. */
async function workUntilLogged(milliseconds?: number): Promise<string> {
  const stop = new AbortController()
  let logged = ''
  const log = (line: string) => {
    logged = line
    stop.abort()
  }
  if (milliseconds !== undefined) setTimeout(() => stop.abort(), milliseconds)
  await work({
    store,
    dataset: { data, record },
    device: 'test',
    modelsFolder: folder,
    signal: stop.signal,
    log,
  })
  return logged
}

const models = () => readdirSync(folder).filter((name) => name.endsWith('.safetensors'))

it('trains a model, writes it and lets it serve', async () => {
  store.enqueue('train', recipe)
  expect(await workUntilLogged()).toMatch(
    /^model 1 {2}valid MSE \d\.\d{3} after 2 epochs in .* s, now serving$/,
  )
  const model = store.promotedModel()!
  expect(models()).toEqual([model.file])
  expect(model.card).toMatchObject({ epochs: 2, device: 'test', recipe, dataset: record })
  const recommender = await loadRecommender(join(folder, model.file))
  expect(recommender.users.size).toBe(users + 1)
  expect(store.lastJob()).toMatchObject({ status: 'done' })
  expect(store.lastJob()?.progress).toMatchObject({ iteration: 16, iterations: 16, epochs: 2 })
  expect(store.lastJob()?.progress?.finishedEpochs).toHaveLength(2)
})

it.each([
  ['train', { ...recipe, epochs: 0 }, 'the recipe is not one: epochs: Too small'],
  ['train', 'everything', 'the recipe is not one: '],
  ['sing', recipe, 'kind is "sing"; expected "train"'],
])('fails a job %s %o', async (kind, parameters, message) => {
  store.enqueue(kind, parameters)
  expect(await workUntilLogged()).toContain(message)
  expect(store.lastJob()).toMatchObject({ status: 'failed' })
  expect(store.lastJob()?.error).toContain(message)
  expect(models()).toEqual([])
})

it('puts the job back when it is stopped', async () => {
  const queued = store.enqueue('train', { ...recipe, epochs: 50 })
  expect(await workUntilLogged(1)).toBe('')
  expect(store.lastJob()).toEqual(queued)
  expect(models()).toEqual([])
})
