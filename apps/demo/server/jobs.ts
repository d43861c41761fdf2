import { OnecycleError } from '@onecycle/tensor-core'
import { z } from 'zod'
import { jobStatuses, type RunEvent } from '../lib/run-events.ts'
import { append } from './events.ts'
import { flag, json, time } from './rows.ts'
import type { Store } from './store.ts'

const jobSchema = z.object({
  id: z.int(),
  kind: z.string(),
  parameters: json,
  serve: flag,
  status: z.enum(jobStatuses),
  attempts: z.int(),
  created: time,
})

export type Job = z.infer<typeof jobSchema>

/** How long a claim holds without a heartbeat, in milliseconds. */
export const lease = 10_000

/** The clocks of two machines may differ by this much, in milliseconds. */
const clocksDiffer = 60_000

/**
 * A lease holds now. One that would hold for longer than any can is from before the clock was set back, and does
 * not: its worker may be gone, and nobody would notice.
 */
const held = 'lease_until BETWEEN ? AND ?'
const heldAt = (now: number) => [now, now + lease + clocksDiffer]

/** A job that ended its worker this often, and got no further meanwhile, is not tried again. */
export const maxAttempts = 3

/** Who works, and with what: a device trains one model at a time. */
export interface Worker {
  readonly id: string
  readonly device: string
}

export interface NewJob {
  readonly kind: string
  readonly parameters: unknown
  /** Let the model serve as soon as it is there. Default false. */
  readonly serve?: boolean
}

/**
 * Adds jobs to the queue, which must be empty: one training at a time is what a machine has room for. With
 * `behind` they may wait for others.
 *
 * @throws OnecycleError `TRAINING_UNDER_WAY`
 */
export const enqueue = (store: Store, jobs: readonly NewJob[], { behind = false } = {}): Promise<Job[]> =>
  store.transaction(async (inside) => {
    if (!behind) await checkIdle(inside)
    const added: Job[] = []
    for (const { kind, parameters, serve = false } of jobs) {
      const row = await inside.get(
        "INSERT INTO jobs (kind, parameters, serve, status, created) VALUES (?, ?, ?, 'queued', ?) RETURNING *",
        kind,
        JSON.stringify(parameters),
        Number(serve),
        inside.now(),
      )
      const job = jobSchema.parse(row)
      await append(inside, job.id, { type: 'status', status: 'queued' })
      added.push(job)
    }
    return added
  })

/** Takes the oldest job that waits, or whose worker has gone quiet, unless the device is at work. */
export async function claim(store: Store, { id: worker, device }: Worker): Promise<Job | null> {
  const free = `(status = 'queued' OR (status = 'running' AND NOT ${held}))`
  if (!(await store.get(`SELECT 1 FROM jobs WHERE ${free}`, ...heldAt(store.now())))) return null
  return store.transaction(async (inside) => {
    const now = inside.now()
    await giveUpWorn(inside, now)
    const row = await inside.get(
      `UPDATE jobs SET status = 'running', claimed_by = ?, device = ?, lease_until = ?, attempts = attempts + 1
       WHERE id = (SELECT id FROM jobs WHERE ${free} ORDER BY id LIMIT 1)
         AND NOT EXISTS (SELECT 1 FROM jobs WHERE status = 'running' AND device = ? AND ${held})
       RETURNING *`,
      worker,
      device,
      now + lease,
      ...heldAt(now),
      device,
      ...heldAt(now),
    )
    if (!row) return null
    const job = jobSchema.parse(row)
    await append(inside, job.id, { type: 'status', status: 'running' })
    return job
  })
}

async function giveUpWorn(store: Store, now: number): Promise<void> {
  const worn = await store.all(
    `SELECT id FROM jobs WHERE status = 'running' AND NOT ${held} AND attempts >= ?`,
    ...heldAt(now),
    maxAttempts,
  )
  for (const { id } of z.array(z.object({ id: z.int() })).parse(worn)) {
    await store.run("UPDATE jobs SET status = 'failed', claimed_by = NULL WHERE id = ?", id)
    const error = 'its worker ended in the middle of it, again and again'
    await append(store, id, { type: 'status', status: 'failed', error })
  }
}

/** What a worker is to do with its job: go on, end it as asked, or leave it to the worker that has it now. */
export type Order = 'go on' | 'cancel' | 'leave it'

/**
 * Renews the lease and, with it, adds events. Where they tell of an epoch that no attempt got to before, there is
 * a checkpoint to go on from, and the attempts count anew from this one.
 */
export const heartbeat = (
  store: Store,
  job: number,
  worker: Worker,
  events: readonly RunEvent[] = [],
): Promise<Order> =>
  store.transaction(async (inside) => {
    const further = events.some((event) => event.type === 'progress' && event.finishedEpochs.length > 0)
    const row = await inside.get(
      `UPDATE jobs SET lease_until = ?${further ? ', attempts = 1' : ''} ${owned} RETURNING cancel_requested`,
      inside.now() + lease,
      job,
      worker.id,
    )
    if (!row) return 'leave it'
    for (const event of events) await append(inside, job, event)
    return z.object({ cancel_requested: flag }).parse(row).cancel_requested ? 'cancel' : 'go on'
  })

/** Puts an unfinished job back into the queue, as if it had not been claimed. */
export const release = (store: Store, job: number, worker: Worker): Promise<boolean> =>
  leave(store, job, worker, 'queued', {}, ', attempts = attempts - 1')

/** Ends a job. @returns false where it is not the worker's any more */
export const end = (
  store: Store,
  job: number,
  worker: Worker,
  status: 'done' | 'failed' | 'cancelled',
  more: { readonly error?: string; readonly version?: number } = {},
): Promise<boolean> => leave(store, job, worker, status, more, ', cancel_requested = 0')

const leave = (
  store: Store,
  job: number,
  worker: Worker,
  status: Job['status'],
  more: { readonly error?: string; readonly version?: number },
  alsoSet: string,
): Promise<boolean> =>
  store.transaction(async (inside) => {
    const changed = await inside.run(
      `UPDATE jobs SET status = ?, claimed_by = NULL, lease_until = NULL ${alsoSet} ${owned}`,
      status,
      job,
      worker.id,
    )
    if (changed !== 1) return false
    await append(inside, job, { type: 'status', status, ...more })
    return true
  })

/** Asks for the end of a job; one that waits ends at once. @throws OnecycleError `NO_SUCH_RUN`, `NOT_RUNNING` */
export const cancel = (store: Store, id: number): Promise<void> =>
  store.transaction(async (inside) => {
    const { status } = await jobOrThrow(inside, id)
    if (status === 'running') await inside.run('UPDATE jobs SET cancel_requested = 1 WHERE id = ?', id)
    else if (status === 'queued') await move(inside, id, 'cancelled')
    else
      throw new OnecycleError('NOT_RUNNING', `run ${id} is ${status}; only one under way can be cancelled`, {
        id,
      })
  })

/** Puts a cancelled job back into the queue. @throws OnecycleError `NO_SUCH_RUN`, `NOT_CANCELLED`, `TRAINING_UNDER_WAY` */
export const resume = (store: Store, id: number): Promise<void> =>
  store.transaction(async (inside) => {
    const { status } = await jobOrThrow(inside, id)
    if (status !== 'cancelled') {
      throw new OnecycleError('NOT_CANCELLED', `run ${id} is ${status}; only a cancelled one can go on`, {
        id,
      })
    }
    await checkIdle(inside)
    await inside.run('UPDATE jobs SET attempts = 0 WHERE id = ?', id)
    await move(inside, id, 'queued')
  })

async function move(store: Store, id: number, status: Job['status']): Promise<void> {
  await store.run('UPDATE jobs SET status = ? WHERE id = ?', status, id)
  await append(store, id, { type: 'status', status })
}

export async function jobOf(store: Store, id: number): Promise<Job | null> {
  const row = await store.get('SELECT * FROM jobs WHERE id = ?', id)
  return row ? jobSchema.parse(row) : null
}

/** Those of some jobs that there are, oldest first. */
export async function jobsOf(store: Store, ids: readonly number[]): Promise<Job[]> {
  if (ids.length === 0) return [] // PostgreSQL has no empty IN ()
  const marks = ids.map(() => '?').join(', ')
  const rows = await store.all(`SELECT * FROM jobs WHERE id IN (${marks}) ORDER BY id`, ...ids)
  return rows.map((row) => jobSchema.parse(row))
}

/** The newest jobs of a kind, newest first. */
export async function newestJobs(store: Store, kind: string, n: number): Promise<Job[]> {
  const rows = await store.all('SELECT * FROM jobs WHERE kind = ? ORDER BY id DESC LIMIT ?', kind, n)
  return rows.map((row) => jobSchema.parse(row))
}

/** The job that is running or next, of any kind. */
export async function activeJob(store: Store): Promise<Job | null> {
  const row = await store.get("SELECT * FROM jobs WHERE status IN ('queued', 'running') ORDER BY id LIMIT 1")
  return row ? jobSchema.parse(row) : null
}

/** @throws OnecycleError `NO_SUCH_RUN` */
export async function jobOrThrow(store: Store, id: number): Promise<Job> {
  const job = await jobOf(store, id)
  if (!job) throw new OnecycleError('NO_SUCH_RUN', `there is no run ${id}`, { id })
  return job
}

async function checkIdle(store: Store): Promise<void> {
  const active = await activeJob(store)
  if (!active) return
  const message = `run ${active.id} is ${active.status}: wait for its end, or cancel it`
  throw new OnecycleError('TRAINING_UNDER_WAY', message, { id: active.id })
}

const owned = "WHERE id = ? AND claimed_by = ? AND status = 'running'"
