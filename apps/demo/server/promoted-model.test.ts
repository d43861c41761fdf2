import { execFileSync } from 'node:child_process'
import { open, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sampleRatings, type CollabLearner } from '@onecycle/collab'
import { initBackend } from '@onecycle/tensor-core'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { lessonRecipe } from '../lib/recipe.ts'
import { keepModel } from '../trainer/keep-model.ts'
import { learnerOf } from '../trainer/learner-of.ts'
import { sampleSeed, type FoundDataset } from './dataset.ts'
import { enqueue } from './jobs.ts'
import { addModel, promote, rankerFileOf, rollBack } from './models.ts'
import { PromotedModel } from './promoted-model.ts'
import { testCard, testStores, type TestStores } from './store-for-tests.ts'
import type { Store } from './store.ts'

const recipe = { ...lessonRecipe, epochs: 1, nFactors: 2, batchSize: 1024 }
const data = sampleRatings({ seed: sampleSeed })
const dataset: FoundDataset = { data, record: { ...testCard.dataset, ratings: data.ratings.rating.length } }

let stores: TestStores
let store: Store
let learn: CollabLearner
let clock: number
let models: PromotedModel[]
let logged: unknown[][]

beforeAll(async () => {
  await initBackend(['cpu'])
  learn = (await learnerOf(recipe, dataset)) as CollabLearner
  await learn.fitOneCycle(recipe.epochs, recipe.lr)
  return () => learn.dispose()
})
beforeEach(() => {
  stores = testStores()
  store = stores.open()
  clock = 0
  models = []
  logged = []
})
afterEach(async () => {
  for (const model of models) model.close()
  await stores.close()
})

/** What the site keeps; a new one is as after a start. */
function start(): PromotedModel {
  const log = { error: (...line: unknown[]) => logged.push(line), info: () => undefined }
  const model = new PromotedModel({ store, folder: stores.folder, log, now: () => clock })
  models.push(model)
  return model
}

/** Writes a model as the trainer does. @returns its version */
async function train(): Promise<number> {
  const [job] = await enqueue(store, [{ kind: 'train', parameters: recipe }], { behind: true })
  const kept = await keepModel(learn, {
    dataset,
    recipe,
    device: 'test',
    folder: stores.folder,
    job: job!.id,
  })
  return addModel(store, job!.id, kept.file, kept.card)
}

async function trainAndPromote(): Promise<string> {
  const version = await train()
  await promote(store, version)
  return join(stores.folder, `job-${version}-epoch-1.safetensors`)
}

const cut = (file: string) => truncate(file, 1000)

async function flipBit(file: string): Promise<void> {
  const bytes = await readFile(file)
  bytes[bytes.length - 1]! ^= 1
  await writeFile(file, bytes)
}

const versionOf = async (model: PromotedModel) => (await model.get())?.version

it('serves nothing before there is a model, and the promoted one from then on', async () => {
  const model = start()
  expect(await model.get()).toBeNull()
  await trainAndPromote()
  const first = (await model.get())!
  expect(first.version).toBe(1)
  expect(first.hybrid!.recommend({ user: 1 }, { n: 3 })).toHaveLength(3)
  await trainAndPromote()
  await model.catchUp()
  const second = (await model.get())!
  expect(second.version).toBe(2)
  expect(second.catalogue).toBe(first.catalogue)
  await rollBack(store)
  await model.catchUp()
  expect(await versionOf(model)).toBe(1)
  expect(logged).toEqual([])
})

it('finds a promotion by itself', async () => {
  await trainAndPromote()
  const model = start()
  await model.get()
  await trainAndPromote()
  await vi.waitUntil(async () => (await versionOf(model)) === 2, { timeout: 20_000 })
})

it.each([
  ['cut short', cut, /SHA-256/],
  ['gone', (file: string) => rm(file), /a file of it is missing/],
  ['with a bit turned over', flipBit, /SHA-256/],
  ['without its ranker', (file: string) => rm(rankerFileOf(file)), /a file of it is missing/],
  ['with a ranker cut short', (file: string) => cut(rankerFileOf(file)), /ranker.*SHA-256/],
])('the newest model %s at start: the one before it serves, and it is said', async (_, spoil, reason) => {
  await trainAndPromote()
  await trainAndPromote()
  await train() // which nobody promoted
  const newest = await trainAndPromote()
  const [kept, ranker] = [await readFile(newest), await readFile(rankerFileOf(newest))]
  await spoil(newest)

  const model = start()
  expect(await versionOf(model)).toBe(2)
  expect(model.notLoaded).toMatchObject({ version: 4, reason: expect.stringMatching(reason) as string })
  expect(logged).toEqual([
    [expect.objectContaining({ version: 4, serves: 2 }), 'the promoted model could not be loaded'],
  ])

  await writeFile(newest, kept)
  await writeFile(rankerFileOf(newest), ranker)
  await model.catchUp()
  expect(await versionOf(model)).toBe(2) // not at every question
  clock += 1000
  await model.catchUp()
  expect(await versionOf(model)).toBe(4)
  expect(model.notLoaded).toBeNull()
  expect(logged).toHaveLength(1)
})

it('goes back further where the one before cannot be loaded either, but not to what was rolled back', async () => {
  await trainAndPromote()
  await cut(await trainAndPromote())
  await trainAndPromote()
  await rollBack(store)
  const model = start()
  expect(await versionOf(model)).toBe(1)
  expect(model.notLoaded).toMatchObject({ version: 2 })
})

it('says why where nothing can be loaded, and tries again later and later', async () => {
  const file = await trainAndPromote()
  await rename(file, `${file}.away`)
  const model = start()
  await expect(model.get()).rejects.toThrow('model 1 cannot be loaded: a file of it is missing')
  clock += 1000
  await expect(model.get()).rejects.toThrow('missing')
  await rename(`${file}.away`, file)
  clock += 1999
  await expect(model.get()).rejects.toThrow('missing')
  clock += 1
  expect(await versionOf(model)).toBe(1)
  expect(logged).toHaveLength(1)
})

it('lets the old model answer while the new one is read', async () => {
  await trainAndPromote()
  const model = start()
  await model.get()
  const file = await trainAndPromote()
  const bytes = await readFile(file)
  // A pipe is read as slowly as it is filled.
  await rm(file)
  execFileSync('mkfifo', [file])
  const swapped = model.catchUp()
  const pipe = await open(file, 'w') // opens once it is read
  expect(await versionOf(model)).toBe(1)
  await pipe.writeFile(bytes.subarray(0, 5000))
  expect(await versionOf(model)).toBe(1)
  await pipe.writeFile(bytes.subarray(5000))
  await pipe.close()
  await swapped
  expect(await versionOf(model)).toBe(2)
})
