import { CollabLearner } from '@onecycle/collab'
import { OnecycleError } from '@onecycle/tensor-core'
import type { RunEvent } from '../lib/run-events.ts'
import { fit, type FitOptions } from './fit.ts'
import { keepModel, type KeepOptions, type KeptModel } from './keep-model.ts'
import { learnerOf } from './learner-of.ts'
import { weightHistogram } from './weight-histogram.ts'

/** What a job needs to be done, and what it may leave. */
export interface Task extends Omit<FitOptions, 'tell'>, KeepOptions {
  readonly tell: (event: RunEvent) => Promise<void>
}

type Kind = (task: Task) => Promise<KeptModel | null>

/** The kinds of jobs: each tells what it finds, and gives the model that it has written, if any. */
export const kinds: Readonly<Record<string, Kind>> = {
  /** Trains a model. */
  async train(task) {
    const learn = await fit(task)
    try {
      return await keepModel(learn, task)
    } finally {
      learn.dispose()
    }
  },

  /** The lr finder's curve for a recipe. */
  async 'lr-find'({ recipe, dataset, signal, tell }) {
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

  /** Trains a model to look at its losses and its weights, and keeps no more of it. */
  async 'weight-decay'(task) {
    const learn = await fit(task)
    try {
      if (learn instanceof CollabLearner) await task.tell(await weightHistogram(learn))
      return null
    } finally {
      learn.dispose()
    }
  },
}

/** @throws OnecycleError `BAD_JOB` */
export function kindOf(name: string): Kind {
  if (Object.hasOwn(kinds, name)) return kinds[name]!
  const known = Object.keys(kinds).join(', ')
  throw new OnecycleError('BAD_JOB', `kind is "${name}"; expected one of ${known}`, { name })
}
