import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { OnecycleError } from '@onecycle/tensor-core'
import { z } from 'zod'
import { recipeSchema } from '../lib/recipe.ts'
import type { ModelCard } from '../lib/model-card.ts'
import type { FoundDataset } from '../server/dataset.ts'
import type { Job, Store } from '../server/store.ts'
import { train } from './train.ts'

/** How often the store is asked for a job, in milliseconds. */
const askEvery = 250

export interface WorkerOptions {
  readonly store: Store
  readonly dataset: FoundDataset
  readonly device: string
  readonly modelsFolder: string
  /** Ends the work; a job under way goes back into the queue. */
  readonly signal: AbortSignal
  readonly log: (line: string) => void
}

/** Takes up one job after the other until the signal comes. */
export async function work(options: WorkerOptions): Promise<void> {
  const { store, signal } = options
  const worker = `${hostname()}:${process.pid}:${Date.now()}`
  while (!signal.aborted) {
    const job = store.claim(worker)
    if (job) await run(job, worker, options)
    else await sleep(askEvery, undefined, { signal }).catch(() => undefined)
  }
}

async function run(job: Job, worker: string, options: WorkerOptions): Promise<void> {
  const { store, log } = options
  const lost = new AbortController()
  const signal = AbortSignal.any([options.signal, lost.signal])
  const file = `job-${job.id}-attempt-${job.attempts}.safetensors`
  // The training lets timers have their turn, so the lease is renewed while epochs are validated, too.
  const heart = setInterval(() => store.heartbeat(job.id, worker, null) || lost.abort(), 1000)
  try {
    if (job.kind !== 'train') throw new OnecycleError('BAD_JOB', `kind is "${job.kind}"; expected "train"`)
    const card = await train({
      dataset: options.dataset,
      device: options.device,
      recipe: parseRecipe(job.parameters),
      folder: options.modelsFolder,
      file,
      signal,
      onProgress: (progress) => store.heartbeat(job.id, worker, progress) || lost.abort(),
    })
    const version = store.complete(job.id, worker, file, card)
    log(version === null ? `job ${job.id} was taken over by another trainer` : describe(version, card))
  } catch (error) {
    if (options.signal.aborted) store.release(job.id, worker)
    else if (lost.signal.aborted) log(`job ${job.id} was taken over by another trainer`)
    else {
      const message = error instanceof Error ? error.message : String(error)
      store.fail(job.id, worker, message)
      log(`job ${job.id} failed: ${message}`)
    }
  } finally {
    clearInterval(heart)
  }
}

function parseRecipe(parameters: unknown) {
  const { success, data, error } = recipeSchema.safeParse(parameters)
  if (success) return data
  const problems = z.flattenError(error)
  const lines = [
    ...problems.formErrors,
    ...Object.entries(problems.fieldErrors).map(([field, messages]) => `${field}: ${messages.join(', ')}`),
  ]
  throw new OnecycleError('BAD_JOB', `the recipe is not one: ${lines.join('; ')}`, { parameters })
}

const describe = (version: number, { validLoss, epochs, seconds }: ModelCard) =>
  `model ${version}  valid MSE ${validLoss.toFixed(3)} after ${epochs} epochs in ${seconds.toFixed(1)} s, now serving`
