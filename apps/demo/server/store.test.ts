import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ModelCard } from '../lib/model-card.ts'
import type { Progress } from '../lib/progress.ts'
import { lessonRecipe } from '../lib/recipe.ts'
import { Store } from './store.ts'

let folder: string
let clock: number
let opened: Store[]

/** A connection of its own to the same file, as another process would have. */
const open = () => {
  const store = new Store(join(folder, 'home', 'demo.sqlite'), { now: () => clock, lease: 10_000 })
  opened.push(store)
  return store
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'))
  clock = 1_000_000
  opened = []
})
afterEach(() => {
  for (const store of opened) store.close()
  rmSync(folder, { recursive: true })
})

const progress: Progress = {
  iteration: 3,
  iterations: 10,
  epochs: 1,
  trainLoss: 1.5,
  secondsLeft: 2,
  ratingsPerSecond: 1000,
  finishedEpochs: [],
}

const card: ModelCard = {
  validLoss: 0.81,
  trainLoss: 0.6,
  epochs: 5,
  seconds: 10,
  ratingsPerSecond: 45_000,
  device: 'test',
  recipe: lessonRecipe,
  dataset: {
    kind: 'sample',
    name: 'sample',
    location: 'memory',
    citation: null,
    users: 1,
    films: 1,
    ratings: 1,
    whySample: null,
  },
}

it('gives a job to one of two connections', () => {
  const [site, one, other] = [open(), open(), open()]
  const { id } = site.enqueue('train', lessonRecipe)
  expect(one.claim('one')).toMatchObject({ id, status: 'running', parameters: lessonRecipe, attempts: 1 })
  expect(other.claim('other')).toBeNull()
  expect(other.heartbeat(id, 'other', progress)).toBe(false)
  expect(one.heartbeat(id, 'one', progress)).toBe(true)
  expect(site.lastJob()).toMatchObject({ status: 'running', progress })
})

it('keeps one training at a time', () => {
  const store = open()
  const first = store.enqueue('train', lessonRecipe)
  expect(store.enqueue('train', { other: true })).toEqual(first)
  store.claim('worker')
  expect(store.enqueue('train', {}).id).toBe(first.id)
  store.fail(first.id, 'worker', 'no')
  expect(store.lastJob()).toMatchObject({ status: 'failed', error: 'no' })
  expect(store.enqueue('train', {}).id).toBe(first.id + 1)
})

it('lets a lease run out, and then no sooner, unless a heartbeat came', () => {
  const [one, other] = [open(), open()]
  const { id } = one.enqueue('train', lessonRecipe)
  one.claim('one')
  clock += 9_000
  one.heartbeat(id, 'one', progress)
  clock += 10_000
  expect(other.claim('other')).toBeNull()
  clock += 1
  expect(other.claim('other')).toMatchObject({ id, attempts: 2, progress: null })
  expect(one.heartbeat(id, 'one', progress)).toBe(false)
  expect(one.complete(id, 'one', 'late.safetensors', card)).toBeNull()
  expect(one.promotedVersion()).toBeNull()
})

it('gives up on a job that ended its worker three times', () => {
  const store = open()
  store.enqueue('train', lessonRecipe)
  for (const _ of [1, 2, 3]) {
    expect(store.claim('worker')).not.toBeNull()
    clock += 10_001
  }
  expect(store.claim('worker')).toBeNull()
  expect(store.lastJob()).toMatchObject({ status: 'failed' })
  expect(store.lastJob()?.error).toContain('again and again')
})

it('puts a released job back as it was', () => {
  const store = open()
  const queued = store.enqueue('train', lessonRecipe)
  for (const _ of [1, 2, 3, 4]) {
    store.claim('worker')
    store.heartbeat(queued.id, 'worker', progress)
    store.release(queued.id, 'worker')
  }
  expect(store.lastJob()).toEqual(queued)
})

it('registers and promotes in one step, and can go back', () => {
  const [store, site] = [open(), open()]
  const train = (file: string) => {
    const { id } = store.enqueue('train', lessonRecipe)
    store.claim('worker')
    return store.complete(id, 'worker', file, card)
  }
  expect(site.promotedModel()).toBeNull()
  expect(train('a')).toBe(1)
  expect(train('b')).toBe(2)
  expect(site.promotedModel()).toMatchObject({ version: 2, file: 'b', card, created: new Date(clock) })
  expect(site.lastJob()).toMatchObject({ status: 'done' })
  store.promote(1)
  expect(site.promotedModel()).toMatchObject({ version: 1, file: 'a' })
  expect(() => store.promote(7)).toThrow('FOREIGN KEY')
})

it('completes nothing when the card is not right', () => {
  const store = open()
  const { id } = store.enqueue('train', lessonRecipe)
  store.claim('worker')
  expect(() => store.complete(id, 'worker', 'a', { ...card, validLoss: NaN })).toThrow()
  expect(store.lastJob()).toMatchObject({ status: 'running' })
  expect(store.promotedModel()).toBeNull()
})

it('remembers the dataset', () => {
  const [store, site] = [open(), open()]
  expect(site.dataset()).toBeNull()
  store.setDataset(card.dataset)
  store.setDataset({ ...card.dataset, name: 'another' })
  expect(site.dataset()).toEqual({ ...card.dataset, name: 'another' })
})
