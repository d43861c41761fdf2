import type { Progress } from './progress.ts'

export type JobStatus = 'queued' | 'running' | 'done' | 'failed'

/** What `/api/training` answers: the last training, and the version of the model that serves. */
export interface TrainingState {
  readonly job: {
    readonly id: number
    readonly status: JobStatus
    readonly progress: Progress | null
    readonly error: string | null
  } | null
  readonly modelVersion: number | null
}

export const isActive = ({ job }: TrainingState): boolean =>
  job?.status === 'queued' || job?.status === 'running'
