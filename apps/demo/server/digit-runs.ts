import { digitModels, digitRecipeSchema, type DigitModelKind, type DigitRecipe } from '../lib/digit-recipe.ts'
import type { DigitsResult } from '../lib/run-events.ts'
import type { RunState } from '../lib/run-state.ts'
import { runState } from './events.ts'
import { newestJobs } from './jobs.ts'
import type { Store } from './store.ts'

/** How many trainings are looked at: of these the trainer keeps the files. */
const looked = 12

/** A training on digits, and how it goes or went. */
export interface DigitRun {
  readonly recipe: DigitRecipe
  readonly created: Date
  readonly state: RunState
}

/** A model of digits that can be asked. */
export interface TrainedDigits extends DigitRun {
  readonly result: DigitsResult
}

/** The last training on digits, and the newest model of each kind, the newest first. */
export async function digitRuns(
  store: Store,
): Promise<{ readonly last: DigitRun | null; readonly trained: readonly TrainedDigits[] }> {
  const jobs = await newestJobs(store, 'digits', looked)
  const runs = await Promise.all(
    jobs.flatMap(({ id, parameters, created }) => {
      const recipe = digitRecipeSchema.safeParse(parameters)
      if (!recipe.success) return []
      return [runState(store, id).then((state): DigitRun => ({ recipe: recipe.data, created, state }))]
    }),
  )
  const found = new Map<DigitModelKind, TrainedDigits>()
  for (const run of runs) {
    const { digits: result, status } = run.state
    const kind = run.recipe.model
    if (result && status === 'done' && !found.has(kind)) found.set(kind, { ...run, result })
  }
  return { last: runs[0] ?? null, trained: [...found.values()] }
}

/** A kind as an address names it; undefined where it names none. */
export const digitModelNamed = (name: unknown): DigitModelKind | undefined =>
  digitModels.find((kind) => kind === name)
