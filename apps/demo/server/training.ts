import { lessonRecipe } from '../lib/recipe.ts'
import type { TrainingState } from '../lib/training-state.ts'
import { siteStore } from './served.ts'

export function trainingState(): TrainingState {
  const store = siteStore()
  const job = store.lastJob()
  return {
    job: job && { id: job.id, status: job.status, progress: job.progress, error: job.error },
    modelVersion: store.promotedVersion(),
  }
}

/** Asks the trainer for the lesson's recipe. A training under way is left alone. */
export function requestTraining(): TrainingState {
  siteStore().enqueue('train', lessonRecipe)
  return trainingState()
}
