import type { RunState } from '../lib/run-state.ts'
import { runState } from './events.ts'
import { newestJobs } from './jobs.ts'
import { promotedVersion } from './models.ts'
import { siteStore } from './served.ts'

/** The last training, and the version of the model that serves. */
export interface TrainingState {
  readonly run: RunState | null
  readonly modelVersion: number | null
}

export async function trainingState(): Promise<TrainingState> {
  const store = siteStore()
  const [job] = await newestJobs(store, 'train', 1)
  return {
    run: job ? await runState(store, job.id) : null,
    modelVersion: await promotedVersion(store),
  }
}
