import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Of how many cancelled trainings the state is kept. One whose state is gone begins anew, to the same end. */
const kept = 10

/** Where the state of a training is kept between its epochs. */
export const checkpointOf = (folder: string, job: number): string =>
  join(folder, `job-${job}.checkpoint.safetensors`)

export const removeCheckpoint = (folder: string, job: number): Promise<void> =>
  rm(checkpointOf(folder, job), { force: true })

/** Removes all but the newest. */
export async function removeOldCheckpoints(folder: string): Promise<void> {
  const jobs = (await readdir(folder))
    .map((name) => Number(/^job-(\d+)\.checkpoint\.safetensors$/.exec(name)?.[1]))
    .filter((job) => !Number.isNaN(job))
    .sort((a, b) => b - a)
  for (const job of jobs.slice(kept)) await removeCheckpoint(folder, job)
}
