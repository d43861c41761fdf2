import { CollabLearner } from '@onecycle/collab'
import { initBackend, OnecycleError } from '@onecycle/tensor-core'
import { z } from 'zod'
import { digitRecipeSchema } from '../lib/digit-recipe.ts'
import { recipeSchema } from '../lib/recipe.ts'
import type { RunEvent } from '../lib/run-events.ts'
import type { FoundDataset } from '../server/dataset.ts'
import { trainDigits } from './digits.ts'
import { fit, lastGood, type Watched } from './fit.ts'
import { keepModel, type KeepOptions, type KeptModel } from './keep-model.ts'
import { learnerOf } from './learner-of.ts'
import { measureQuality } from './quality.ts'
import { weightHistogram } from './weight-histogram.ts'

/** What a job needs to be done, and what it may leave. */
export interface Task extends Watched {
  /** As they came from the store: the kind knows what they should be. */
  readonly parameters: unknown
  readonly dataset: FoundDataset
  /** The name of the trainer's own backend. */
  readonly backend: string
  /** `auto` chose that backend: small batches may train elsewhere. */
  readonly byItself: boolean
  readonly folder: string
  /** The job's number. */
  readonly job: number
  readonly tell: (event: RunEvent) => Promise<void>
}

interface Kind {
  /** Does the job. @returns the model that it has written, if any */
  run(task: Task): Promise<KeptModel | null>
  /** What is kept of a cancelled one, given the epochs of the model that it has left already. Default: nothing. */
  cancelled?(task: Task, epochsKept: number | undefined): Promise<KeptModel | null>
}

/** The kinds of jobs: each tells what it finds, and gives the model that it has written, if any. */
export const kinds: Readonly<Record<string, Kind>> = {
  /** Trains a model. */
  train: {
    async run(task) {
      const ready = await withRecipe(task)
      const learn = await fit(ready)
      try {
        return await keepModel(learn, ready)
      } finally {
        learn.dispose()
      }
    },
    /** The model of the last whole epoch, where it is a new one. */
    async cancelled(task, epochsKept) {
      const ready = await withRecipe(task)
      const learn = await lastGood(ready)
      if (!learn) return null
      try {
        return epochsKept === learn.recorder.epochs.length ? null : await keepModel(learn, ready)
      } finally {
        learn.dispose()
      }
    },
  },

  /** The lr finder's curve for a recipe. */
  'lr-find': {
    async run(task) {
      const { recipe, dataset, signal, tell } = await withRecipe(task)
      const learn = await learnerOf(recipe, dataset)
      try {
        const found = await learn.lrFind({ signal })
        const suggestions = Object.entries(found.suggestions as unknown as Record<string, number>)
        await tell({
          type: 'lr-curve',
          lrs: [...found.lrs],
          losses: [...found.smoothedLosses],
          suggestions: Object.fromEntries(suggestions.filter(([, lr]) => Number.isFinite(lr))),
        })
        return null
      } finally {
        learn.dispose()
      }
    },
  },

  /** Trains a model to look at its losses and its weights, and keeps no more of it. */
  'weight-decay': {
    async run(task) {
      const learn = await fit(await withRecipe(task))
      try {
        if (learn instanceof CollabLearner) await task.tell(await weightHistogram(learn))
        return null
      } finally {
        learn.dispose()
      }
    },
  },

  /** Measures models and baselines on the ratings at hand, none of which is kept. */
  quality: {
    async run(task) {
      await task.tell(await measureQuality(await withRecipe(task)))
      return null
    },
  },

  /** Trains a model of digits, which the page of digits asks. */
  digits: {
    async run(task) {
      const recipe = parse(digitRecipeSchema, task.parameters)
      const { device } = await initBackend([task.backend])
      await trainDigits({ ...task, recipe, device })
      return null
    },
  },
}

/** A task with its recipe, on the backend that the recipe asks for or the trainer's own. @throws OnecycleError `BAD_JOB`, `NO_BACKEND` */
async function withRecipe(task: Task): Promise<Task & KeepOptions> {
  const recipe = parse(recipeSchema, task.parameters)
  const own = recipe.device === 'auto'
  const { device } = await initBackend([own ? task.backend : recipe.device])
  if (own && task.byItself) await initBackend() // keeps the backend, as chosen by itself
  return { ...task, recipe, device }
}

/** @throws OnecycleError `BAD_JOB` */
function parse<Schema extends z.ZodType>(schema: Schema, parameters: unknown): z.output<Schema> {
  const { success, data, error } = schema.safeParse(parameters)
  if (success) return data
  const problems = z.flattenError(error as z.ZodError<Record<string, unknown>>)
  const lines = [
    ...problems.formErrors,
    ...Object.entries(problems.fieldErrors).map(([field, messages]) => `${field}: ${messages?.join(', ')}`),
  ]
  throw new OnecycleError('BAD_JOB', `the recipe is not one: ${lines.join('; ')}`, { parameters })
}

/** @throws OnecycleError `BAD_JOB` */
export function kindOf(name: string): Kind {
  if (Object.hasOwn(kinds, name)) return kinds[name]!
  const known = Object.keys(kinds).join(', ')
  throw new OnecycleError('BAD_JOB', `kind is "${name}"; expected one of ${known}`, { name })
}
