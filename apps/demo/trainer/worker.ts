import { rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { OnecycleError } from '@onecycle/tensor-core'
import type { Logger } from 'pino'
import type { ModelCard } from '../lib/model-card.ts'
import type { RunEvent } from '../lib/run-events.ts'
import type { FoundDataset } from '../server/dataset.ts'
import { runState } from '../server/events.ts'
import { claim, end, heartbeat, release, type Job, type Order, type Worker } from '../server/jobs.ts'
import { modelsOfJobs, rankerFileOf, releaseFiles } from '../server/models.ts'
import { complete } from '../server/runs.ts'
import type { Store } from '../server/store.ts'
import { checkpointOf, removeCheckpoint, removeOldCheckpoints } from './checkpoints.ts'
import type { KeptModel } from './keep-model.ts'
import { kindOf, type Task } from './kinds.ts'

/** How often the store is asked for a job, in milliseconds. */
const askEvery = 100

/** How many models' files are kept. */
const filesKept = 20

export interface WorkerOptions {
  readonly store: Store
  readonly dataset: FoundDataset
  /** The name of the backend for recipes that ask for no other. */
  readonly backend: string
  /** `auto` chose that backend: small batches may train elsewhere. */
  readonly byItself?: boolean
  readonly modelsFolder: string
  /** Ends the work; a job under way goes back into the queue. */
  readonly signal: AbortSignal
  readonly log: Logger
}

/**
 * Takes up one job after the other until the signal comes.
 *
 * @throws OnecycleError `DEVICE_LOST`: this process can use its card no more. The job stays claimed; whoever takes it up
 *   when its lease is over goes on from its checkpoint
 */
export async function work(options: WorkerOptions): Promise<void> {
  const { store, signal, backend } = options
  const worker = { id: `${hostname()}:${process.pid}:${Date.now()}`, device: `${hostname()} ${backend}` }
  while (!signal.aborted) {
    const job = await claim(store, worker)
    if (job) await run(job, worker, { ...options, log: options.log.child({ job: job.id }) })
    else await sleep(askEvery, undefined, { signal }).catch(() => undefined)
  }
}

async function run(job: Job, worker: Worker, options: WorkerOptions): Promise<void> {
  const { store, log, modelsFolder, dataset, backend, byItself = false } = options
  const ordered = new AbortController()
  let order = 'go on' as Order
  let beating = false
  const beat = async (events: readonly RunEvent[] = []) => {
    beating = true
    order = await heartbeat(store, job.id, worker, events).finally(() => (beating = false))
    if (order !== 'go on') ordered.abort()
  }
  // The training lets timers have their turn, so the lease is renewed while epochs are validated, too. Where the
  // store is away the beats do not pile up.
  const heart = setInterval(() => {
    if (!beating) void beat().catch((error: unknown) => ordered.abort(error))
  }, 1000)
  let task: Task | undefined
  try {
    const kind = kindOf(job.kind)
    const { points, epochs } = await runState(store, job.id)
    task = {
      parameters: job.parameters,
      dataset,
      backend,
      byItself,
      folder: modelsFolder,
      job: job.id,
      checkpointFile: checkpointOf(modelsFolder, job.id),
      told: { iteration: points.at(-1)?.[0] ?? 0, epochs: epochs.length },
      tell: (event) => beat([event]),
      signal: AbortSignal.any([options.signal, ordered.signal]),
    }
    const model = await kind.run(task)
    task.signal.throwIfAborted()
    await finish('done', job, worker, options, model)
    await removeCheckpoint(modelsFolder, job.id)
  } catch (error) {
    if (isDeviceLost(error) && !options.signal.aborted) throw error
    // What came in meanwhile decides, and not the error that it led to.
    if (options.signal.aborted) await release(store, job.id, worker)
    else if (order === 'leave it') log.warn('taken over by another trainer')
    else if (order === 'cancel')
      await finish('cancelled', job, worker, options, task && (await lastModel(job, task, store)))
    else await fail(job, worker, error, options)
  } finally {
    clearInterval(heart)
  }
}

const isDeviceLost = (error: unknown) => OnecycleError.is(error) && error.code === 'DEVICE_LOST'

/** What a cancelled job leaves; null where that is nothing new. */
async function lastModel(job: Job, task: Task, store: Store): Promise<KeptModel | null> {
  const known = (await modelsOfJobs(store, [job.id])).get(job.id)
  return (await kindOf(job.kind).cancelled?.(task, known?.card.epochs)) ?? null
}

/** Ends a job, with its model where there is one, and removes what is too much. */
async function finish(
  status: 'done' | 'cancelled',
  job: Job,
  worker: Worker,
  { store, log, modelsFolder }: WorkerOptions,
  model: KeptModel | null | undefined,
): Promise<void> {
  if (!model) {
    await end(store, job.id, worker, status)
    return
  }
  const version = await complete(store, job, worker, status, model)
  if (version === null) {
    log.warn('not this trainer’s any more')
    return
  }
  log.info(describe(version, model.card, job.serve && status === 'done'))
  for (const old of await releaseFiles(store, filesKept)) {
    for (const file of [old, rankerFileOf(old)]) await rm(join(modelsFolder, file), { force: true })
  }
  await removeOldCheckpoints(modelsFolder)
}

async function fail(job: Job, worker: Worker, error: unknown, { store, log, modelsFolder }: WorkerOptions) {
  const message = error instanceof Error ? error.message : String(error)
  await end(store, job.id, worker, 'failed', { error: message })
  await removeCheckpoint(modelsFolder, job.id)
  log.error({ err: error }, `failed: ${message}`)
}

const describe = (version: number, { validLoss, epochs, seconds }: ModelCard, serves: boolean) =>
  `model ${version}: valid MSE ${validLoss.toFixed(3)} after ${epochs} epochs in ${seconds.toFixed(1)} s` +
  (serves ? ', now serving' : '')
