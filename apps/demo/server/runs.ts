import { OnecycleError } from '@onecycle/tensor-core'
import type { ModelCard } from '../lib/model-card.ts'
import { recipeSchema, type Recipe } from '../lib/recipe.ts'
import { end, heartbeat, jobOrThrow, jobsOf, newestJobs, type Job, type Worker } from './jobs.ts'
import { addModel, modelsOfJobs, promote, type Model } from './models.ts'
import type { Store } from './store.ts'

/** A training, and the model that it left. */
export interface Run {
  readonly id: number
  readonly status: Job['status']
  readonly created: Date
  readonly recipe: Recipe
  readonly model: Model | null
}

/** The newest trainings, newest first. */
export const runs = async (store: Store, n: number): Promise<Run[]> =>
  withModels(store, await newestJobs(store, 'train', n))

/** Some trainings, oldest first. */
export const runsOf = async (store: Store, ids: readonly number[]): Promise<Run[]> =>
  withModels(store, await jobsOf(store, ids))

/** @throws OnecycleError `NO_SUCH_RUN` */
export async function runOf(store: Store, id: number): Promise<Run> {
  const job = await jobOrThrow(store, id)
  const [run] = job.kind === 'train' ? await withModels(store, [job]) : []
  if (!run)
    throw new OnecycleError(
      'NO_SUCH_RUN',
      `run ${id} trains no model of ratings: /api/runs/${id}/events tells what it does`,
      { id },
    )
  return run
}

async function withModels(store: Store, jobs: readonly Job[]): Promise<Run[]> {
  const ids = jobs.map(({ id }) => id)
  const models = await modelsOfJobs(store, ids)
  return jobs.flatMap(({ id, status, created, parameters }) => {
    const recipe = recipeSchema.safeParse(parameters)
    return recipe.success ? [{ id, status, created, recipe: recipe.data, model: models.get(id) ?? null }] : []
  })
}

/**
 * Ends a job, registers its model and, where the job says so, lets it serve: all or nothing.
 *
 * @returns the model's version; null where the job is not the worker's any more
 */
export const complete = (
  store: Store,
  job: Job,
  worker: Worker,
  status: 'done' | 'cancelled',
  { file, card }: { readonly file: string; readonly card: ModelCard },
): Promise<number | null> =>
  store.transaction(async (inside) => {
    if ((await heartbeat(inside, job.id, worker)) === 'leave it') return null
    const version = await addModel(inside, job.id, file, card)
    if (job.serve && status === 'done') await promote(inside, version)
    await end(inside, job.id, worker, status, { version })
    return version
  })
