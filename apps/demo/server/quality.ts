import type { QualityResult } from '../lib/quality.ts'
import type { RunState } from '../lib/run-state.ts'
import { runState } from './events.ts'
import { newestJobs } from './jobs.ts'
import type { Store } from './store.ts'

/** How many measurements are looked through for one that came to its end. */
const looked = 5

/** The last measurement of the models, how it goes or went, and the last that found something. */
export async function qualityRuns(
  store: Store,
): Promise<{ readonly last: RunState | null; readonly found: QualityResult | null }> {
  const jobs = await newestJobs(store, 'quality', looked)
  const states = await Promise.all(jobs.map(({ id }) => runState(store, id)))
  const found = states.find(({ quality, status }) => quality !== null && status === 'done')
  return { last: states[0] ?? null, found: found?.quality ?? null }
}
