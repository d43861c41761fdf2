import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MovieRatings } from '@onecycle/collab'
import { loadRanker, loadRecommender } from '@onecycle/collab/node'
import { initBackend } from '@onecycle/tensor-core'
import { loadDigitModel } from '@onecycle/vision-mnist/node'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { digitRecipe } from '../lib/digit-recipe.ts'
import { lessonRecipe, type Recipe } from '../lib/recipe.ts'
import type { NumberedEvent } from '../lib/run-state.ts'
import { eventsAfter, runState } from '../server/events.ts'
import { cancel, enqueue, jobOf, resume } from '../server/jobs.ts'
import { modelOf, promotedModel, rankerFileOf } from '../server/models.ts'
import { testStores, type TestStores } from '../server/store-for-tests.ts'
import type { Store } from '../server/store.ts'
import { logInto, type Logged } from './log-for-tests.ts'
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
const recipe: Recipe = { ...lessonRecipe, epochs: 2, nFactors: 4 }

let stores: TestStores
let store: Store

beforeAll(() => initBackend(['cpu']))
beforeEach(() => {
  stores = testStores()
  store = stores.open()
})
afterEach(() => stores.close())

interface Until {
  /** Stops at the first event of the job that this holds for. */
  readonly event?: (event: NumberedEvent['event']) => boolean
  /** What to do then instead of stopping. */
  readonly then?: () => Promise<void>
}

/** Works on a job until it ends, or until it is stopped as asked. @returns what was logged */
async function workOn(job: number, { event, then }: Until = {}): Promise<Logged[]> {
  const stop = new AbortController()
  const logged: Logged[] = []
  let done = false
  /** Sees every event at the moment it is written. */
  const watched: Store = {
    ...store,
    async transaction(action) {
      const result = await store.transaction(action)
      const events = await eventsAfter(store, job, 0)
      const last = events.at(-1)!.event
      if (last.type === 'status' && !['queued', 'running'].includes(last.status)) stop.abort()
      if (!done && event && events.some((each) => event(each.event))) {
        done = true
        if (then) await then()
        else stop.abort()
      }
      return result
    },
  }
  await work({
    store: watched,
    dataset: { data, record },
    backend: 'cpu',
    modelsFolder: stores.folder,
    signal: stop.signal,
    log: logInto(logged),
  })
  return logged
}

const enqueueOne = async (parameters: unknown, kind = 'train', serve = false) =>
  (await enqueue(store, [{ kind, parameters, serve }]))[0]!.id

const files = (ending: string) => readdirSync(stores.folder).filter((name) => name.endsWith(ending))

const bytesOf = async (version: number) =>
  readFileSync(join(stores.folder, (await modelOf(store, version))!.file!))

const epochEnds = (n: number) => (event: NumberedEvent['event']) =>
  event.type === 'progress' && event.finishedEpochs.some(({ epoch }) => epoch === n - 1)

it('trains a model, writes it and lets it serve where that was asked', async () => {
  const job = await enqueueOne(recipe, 'train', true)
  const [line] = await workOn(job)
  expect(line).toMatchObject({
    job,
    msg: expect.stringMatching(
      /^model 1: valid MSE \d\.\d{3} after 2 epochs in .* s, now serving$/,
    ) as string,
  })
  const model = (await promotedModel(store))!
  expect(files('.safetensors').toSorted()).toEqual([rankerFileOf(model.file!), model.file])
  expect(model.card).toMatchObject({
    epochs: 2,
    device: 'WebAssembly SIMD, one thread',
    recipe,
    dataset: record,
  })
  const recommender = await loadRecommender(join(stores.folder, model.file!))
  expect(recommender.users.size).toBe(users + 1)
  const ranker = await loadRanker(join(stores.folder, rankerFileOf(model.file!)))
  expect([model.card.ranker, ranker.users.rawIds]).toEqual(['ials', recommender.users.rawIds])
  const state = await runState(store, job)
  expect(state).toMatchObject({ status: 'done', version: 1 })
  expect(state.progress).toMatchObject({ iteration: 16, iterations: 16, epochs: 2 })
  expect(state.points.map(([iteration]) => iteration)).toEqual(Array.from({ length: 16 }, (_, i) => i + 1))
  expect(state.epochs.map(({ epoch }) => epoch)).toEqual([0, 1])
})

it('goes back to its own backend after a recipe that asked for another', async () => {
  for (const device of ['wasm', 'auto'])
    await workOn(await enqueueOne({ ...recipe, model: 'network', device }))
  expect((await modelOf(store, 1))!.card.device).toMatch(/^WebAssembly/)
  expect((await modelOf(store, 2))!.card.device).toBe('JavaScript, one thread')
})

it('trains the model by its own engine on the CPU where that is named, to the same bytes', async () => {
  for (const device of ['auto', 'wasm', 'cpu']) await workOn(await enqueueOne({ ...recipe, device }))
  const cards = await Promise.all([1, 2, 3].map(async (version) => (await modelOf(store, version))!.card))
  expect(cards.map(({ device }) => device)).toEqual(cards.map(() => 'WebAssembly SIMD, one thread'))
  const [first, ...others] = await Promise.all([1, 2, 3].map(bytesOf))
  for (const other of others) expect(other).toEqual(first)
})

it('trains a network, which cannot serve', async () => {
  const job = await enqueueOne({ ...recipe, model: 'network' })
  expect((await workOn(job))[0]!.msg).toMatch(/^model 1: valid MSE/)
  expect((await modelOf(store, 1))!.card.recipe.model).toBe('network')
  expect(await promotedModel(store)).toBeNull()
})

it.each([
  ['train', { ...recipe, epochs: 0 }, 'the recipe is not one: epochs: Too small'],
  ['train', 'everything', 'the recipe is not one: '],
  ['sing', recipe, 'kind is "sing"; expected one of train, lr-find, weight-decay, quality, digits'],
])('fails a job %s %o', async (kind, parameters, message) => {
  const job = await enqueueOne(parameters, kind)
  expect((await workOn(job))[0]).toMatchObject({ job, msg: expect.stringContaining(message) as string })
  const state = await runState(store, job)
  expect(state.status).toBe('failed')
  expect(state.error).toContain(message)
  expect(files('.safetensors')).toEqual([])
})

it('goes on from the last checkpoint when it was stopped, to the same bytes, and tells nothing twice', async () => {
  const long = { ...recipe, epochs: 6 }
  const whole = await enqueueOne(long)
  await workOn(whole)

  const broken = await enqueueOne(long)
  expect(await workOn(broken, { event: epochEnds(3) })).toEqual([])
  expect(await jobOf(store, broken)).toMatchObject({ status: 'queued', attempts: 0 })
  await workOn(broken)

  expect(await bytesOf(2)).toEqual(await bytesOf(1))
  const [one, other] = [await runState(store, whole), await runState(store, broken)]
  expect(other.points).toEqual(one.points)
  expect(other.epochs.map(({ seconds: _, ...epoch }) => epoch)).toEqual(
    one.epochs.map(({ seconds: _, ...epoch }) => epoch),
  )
  expect(files('checkpoint.safetensors')).toEqual([])
})

it('keeps the last good model of a cancelled training, which can go on to the same end', async () => {
  const long = { ...recipe, epochs: 6 }
  await workOn(await enqueueOne(long))

  const job = await enqueueOne(long)
  await workOn(job, { event: epochEnds(3), then: () => cancel(store, job) })
  const cancelled = await runState(store, job)
  expect(cancelled).toMatchObject({ status: 'cancelled', version: 2 })
  const { card } = (await modelOf(store, 2))!
  expect(card.epochs).toBeGreaterThanOrEqual(2)
  expect(card.epochs).toBeLessThan(6)
  expect(card.validLoss).toBe(cancelled.epochs[card.epochs - 1]!.validLoss)
  expect(files('checkpoint.safetensors')).toHaveLength(1)

  const before = await bytesOf(2)
  await resume(store, job)
  await workOn(job)
  expect(await runState(store, job)).toMatchObject({ status: 'done', version: 3 })
  expect(await bytesOf(3)).toEqual(await bytesOf(1))
  expect(await bytesOf(2)).toEqual(before)
})

it('finds learning rates', async () => {
  const job = await enqueueOne(recipe, 'lr-find')
  await workOn(job)
  const { status, curve } = await runState(store, job)
  expect(status).toBe('done')
  expect(curve!.lrs[0]).toBeCloseTo(1e-7)
  expect(curve!.lrs).toHaveLength(curve!.losses.length)
  expect(Object.keys(curve!.suggestions)).toContain('valley')
})

it('counts all weights in the histogram of a weight-decay run', async () => {
  const job = await enqueueOne(recipe, 'weight-decay')
  await workOn(job)
  const { weights, epochs } = await runState(store, job)
  expect(epochs).toHaveLength(2)
  expect(weights!.counts.reduce((sum, count) => sum + count)).toBe((users + 1 + films + 1) * recipe.nFactors)
  expect(files('.safetensors')).toEqual([])
})

it('trains a model of digits, tells where it is wrong, and leaves its file', async () => {
  vi.stubEnv('ONECYCLE_DATA', 'sample')
  const job = await enqueueOne({ ...digitRecipe, model: 'logistic', epochs: 1 }, 'digits')
  await workOn(job)
  vi.unstubAllEnvs()
  const { status, digits, epochs } = await runState(store, job)
  expect(status).toBe('done')
  const { accuracy, confusion, troubles, source, file } = digits!
  expect(source).toMatchObject({ kind: 'sample', whySample: 'ONECYCLE_DATA=sample asks for it' })
  expect(accuracy).toBeGreaterThan(0.8)
  expect(epochs.map((epoch) => epoch.accuracy)).toEqual([accuracy])
  const all = confusion.flat().reduce((sum, count) => sum + count)
  const right = confusion.reduce((sum, row, digit) => sum + row[digit]!, 0)
  expect([all, right / all]).toEqual([2000, expect.closeTo(accuracy, 6)])
  expect(troubles.map(({ loss }) => loss)).toEqual(troubles.map(({ loss }) => loss).toSorted((a, b) => b - a))
  for (const { predicted, actual, image } of troubles) {
    expect(predicted).not.toBe(actual)
    expect([image.length, Math.max(...image)]).toEqual([784, expect.closeTo(255, -1.5)])
  }
  expect((await loadDigitModel(join(stores.folder, file))).name).toBe('logistic')
})

it('fails a job of digits whose recipe is none', async () => {
  const job = await enqueueOne({ ...digitRecipe, model: 'transformer' }, 'digits')
  expect((await workOn(job))[0]!.msg).toContain('the recipe is not one: model: ')
  expect((await runState(store, job)).status).toBe('failed')
})

it('measures models and baselines on the ratings', async () => {
  const job = await enqueueOne(recipe, 'quality')
  await workOn(job)
  const { status, quality } = await runState(store, job)
  expect(status).toBe('done')
  const { contestants, ...rest } = quality!
  expect(rest).toMatchObject({ k: 10, testPct: 0.25, users, trainRatings: 450, testRatings: 150 })
  expect(contestants.map(({ name, rmse }) => [name, rmse === null])).toEqual([
    ['hybrid', false],
    ['ease', true],
    ['item-knn', true],
    ['dot-bias', false],
    ['bias-only', false],
    ['popularity', true],
  ])
  for (const { ndcg, map, precision, recall } of contestants) {
    for (const share of [ndcg, map, precision, recall]) {
      expect(share).toBeGreaterThan(0)
      expect(share).toBeLessThanOrEqual(1)
    }
    // Five of twenty are held out: they are among the five that each has not rated.
    expect([precision, recall]).toEqual([expect.closeTo(0.5), expect.closeTo(1)])
  }
  expect(files('.safetensors')).toEqual([])
})
