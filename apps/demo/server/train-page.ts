import { connection } from 'next/server'
import { lessonRecipe, recipeSchema, type Recipe } from '../lib/recipe.ts'
import type { RunState } from '../lib/run-state.ts'
import { runState } from './events.ts'
import { trainerDevice } from './facts.ts'
import { newestJobs } from './jobs.ts'
import { promotedVersion, versionBefore } from './models.ts'
import { runs as newestRuns, type Run } from './runs.ts'
import { siteStore } from './served.ts'
import type { Store } from './store.ts'

/** How many runs the page lists. */
const listed = 30

type Query = Readonly<Record<string, string | string[] | undefined>>

/** A run with what happened in it. */
export interface ToldRun {
  readonly run: Run
  readonly state: RunState
}

/** What /train shows: the run that is asked for or the newest, the last lr finder, the list, two to compare. */
export async function trainPage(query: Query) {
  await connection()
  const store = siteStore()
  const runs = await newestRuns(store, listed)
  const tell = async (run: Run): Promise<ToldRun> => ({ run, state: await runState(store, run.id) })
  const asked = runs.find(({ id }) => String(id) === query['run'])
  const shown = asked ?? runs[0]
  const wanted = [query['compare']].flat()
  const compared = runs.filter(({ id }) => wanted.includes(String(id))).slice(0, 2)
  return {
    runs,
    shown: shown ? await tell(shown) : null,
    compared: await Promise.all(compared.map(tell)),
    finder: await lastFinder(store),
    device: await trainerDevice(store),
    fields: fieldsOf(query, asked?.recipe ?? lessonRecipe),
    serving: await promotedVersion(store),
    before: await versionBefore(store),
  }
}

async function lastFinder(store: Store) {
  const [job] = await newestJobs(store, 'lr-find', 1)
  const recipe = recipeSchema.safeParse(job?.parameters)
  return job && recipe.success ? { run: await runState(store, job.id), recipe: recipe.data } : null
}

/** The form's fields: as the address says, else as a recipe says. */
function fieldsOf(query: Query, recipe: Recipe): Record<keyof Recipe, string> {
  const names = Object.keys(recipe) as (keyof Recipe)[]
  const values = names.map((name) => {
    const given = query[name]
    return [name, typeof given === 'string' ? given.slice(0, 40) : String(recipe[name])] as const
  })
  return Object.fromEntries(values) as Record<keyof Recipe, string>
}
