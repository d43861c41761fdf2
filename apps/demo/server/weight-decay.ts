import { recipeSchema } from '../lib/recipe.ts'
import type { RunState } from '../lib/run-state.ts'
import { runState } from './events.ts'
import { newestJobs } from './jobs.ts'
import type { Store } from './store.ts'

/** The weight decays to compare: none, the library's default, the lesson's, and too much. */
export const decays = [0, 0.01, 0.1, 0.3, 1] as const

export interface DecayRun extends RunState {
  readonly wd: number
}

/** The newest run with each weight decay, in their order; fewer where not all have been asked for. */
export async function decayRuns(store: Store): Promise<DecayRun[]> {
  const found = new Map<number, number>()
  for (const { id, parameters } of await newestJobs(store, 'weight-decay', decays.length)) {
    const recipe = recipeSchema.safeParse(parameters)
    if (recipe.success && !found.has(recipe.data.wd)) found.set(recipe.data.wd, id)
  }
  const wanted = decays.filter((wd) => found.has(wd))
  return Promise.all(wanted.map(async (wd) => ({ wd, ...(await runState(store, found.get(wd)!)) })))
}
