import { setTimeout as sleep } from 'node:timers/promises'
import type { Recipe } from '../lib/recipe.ts'
import { isActive } from '../lib/run-state.ts'
import { cancel } from './jobs.ts'
import { runsOf, type Run } from './runs.ts'
import type { Store } from './store.ts'

/** How often the store is asked how the runs get on, in milliseconds. */
const askEvery = 200

/** What a sweep tries: every value of each with every value of the others. */
export type Grid = Readonly<Partial<Record<'lr' | 'wd' | 'nFactors', readonly number[]>>>

/** A recipe with every setting of a grid; what the grid leaves out stays as it is. */
export const recipesOf = (recipe: Recipe, grid: Grid): Recipe[] =>
  Object.entries(grid).reduce<Recipe[]>(
    (recipes, [name, values]) =>
      recipes.flatMap((each) => values.map((value) => ({ ...each, [name]: value }))),
    [recipe],
  )

export interface WatchOptions {
  /** Cancels what is not over yet. */
  readonly signal: AbortSignal
  /** Told at first, and each time that the store was asked. */
  readonly tell: (runs: readonly Run[]) => void
}

/** Waits until each of some runs is over, in whatever way. */
export async function watchRuns(
  store: Store,
  ids: readonly number[],
  { signal, tell }: WatchOptions,
): Promise<Run[]> {
  let cancelled = false
  for (;;) {
    if (signal.aborted && !cancelled) {
      await cancelActive(store, ids)
      cancelled = true
    }
    const runs = await runsOf(store, ids)
    tell(runs)
    if (!runs.some(isActive)) return runs
    await sleep(askEvery)
  }
}

/** None of them can end meanwhile, so that each can be cancelled. */
const cancelActive = (store: Store, ids: readonly number[]): Promise<void> =>
  store.transaction(async (inside) => {
    const active = (await runsOf(inside, ids)).filter(isActive)
    for (const { id } of active) await cancel(inside, id)
  })
