import { z } from 'zod'
import { runEventSchema, type RunEvent } from '../lib/run-events.ts'
import { applyEvent, noEvents, type NumberedEvent, type RunState } from '../lib/run-state.ts'
import { json } from './rows.ts'
import type { Store } from './store.ts'

const eventSchema = z.object({ seq: z.int(), event: json.pipe(runEventSchema) })

/** Adds an event to those of a job. */
export async function append(store: Store, job: number, event: RunEvent): Promise<void> {
  await store.run(
    'INSERT INTO events (job, seq, event) SELECT ?, coalesce(max(seq), 0) + 1, ? FROM events WHERE job = ?',
    job,
    JSON.stringify(event),
    job,
  )
}

/** The events of a job after one of them, in their order. */
export async function eventsAfter(store: Store, job: number, seq: number): Promise<NumberedEvent[]> {
  const rows = await store.all(
    'SELECT seq, event FROM events WHERE job = ? AND seq > ? ORDER BY seq',
    job,
    seq,
  )
  return rows.map((row) => eventSchema.parse(row))
}

/** What its events say about a job. */
export const runState = async (store: Store, job: number): Promise<RunState> =>
  (await eventsAfter(store, job, 0)).reduce(applyEvent, noEvents(job))
