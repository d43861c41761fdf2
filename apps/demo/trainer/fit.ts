import { checkpoint, readCheckpoint } from '@onecycle/learner/node'
import type { Learner, LearnerState } from '@onecycle/learner'
import type { CollabLearner, NeuralCollabLearner } from '@onecycle/collab'
import { OnecycleError } from '@onecycle/tensor-core'
import type { Recipe } from '../lib/recipe.ts'
import type { ProgressEvent } from '../lib/run-events.ts'
import type { FoundDataset } from '../server/dataset.ts'
import { learnerOf } from './learner-of.ts'
import { tellProgress, type Told } from './tell-progress.ts'

/** What a training needs besides what learns. */
export interface Watched {
  /** Where the state is kept after each epoch, and found again. */
  readonly checkpointFile: string
  readonly told: Told
  readonly tell: (event: ProgressEvent) => Promise<void>
  readonly signal: AbortSignal
}

export interface FitOptions extends Watched {
  readonly dataset: FoundDataset
  readonly recipe: Recipe
}

/**
 * Trains by a recipe, from the last checkpoint on where there is one: to the same bytes as without a break.
 *
 * @returns the learner, for the caller to dispose of
 * @throws OnecycleError `LOSS_NOT_FINITE`
 */
export async function fit(options: FitOptions): Promise<CollabLearner | NeuralCollabLearner> {
  const learn = await learnerOf(options.recipe, options.dataset)
  try {
    await fitWatched(learn, options.recipe, options)
    return learn
  } catch (error) {
    learn.dispose()
    throw error
  }
}

/** One cycle for any learner, from the last checkpoint on. @throws OnecycleError `LOSS_NOT_FINITE` */
export async function fitWatched(
  learn: Learner,
  { epochs, lr, batchSize }: Pick<Recipe, 'epochs' | 'lr' | 'batchSize'>,
  { checkpointFile, told, tell, signal }: Watched,
): Promise<void> {
  const resume = await checkpointIn(checkpointFile)
  if (resume?.progress?.epoch === epochs) {
    await restore(learn, resume) // it ended between its last epoch and its model
  } else {
    const progress = tellProgress(learn.recorder, batchSize, told, tell)
    const callbacks = [progress, checkpoint(checkpointFile)]
    await learn.fitOneCycle(epochs, lr, { signal, callbacks, ...(resume && { resume }) })
  }
  const { validLoss } = learn.recorder.epochs.at(-1)!
  if (!Number.isFinite(validLoss)) {
    const message = `the validation loss is ${validLoss}: lower the learning rate`
    throw new OnecycleError('LOSS_NOT_FINITE', message)
  }
}

/** A learner as it was at the end of the last whole epoch; null where none was over. */
export async function lastGood({
  dataset,
  recipe,
  checkpointFile,
}: Pick<FitOptions, 'dataset' | 'recipe' | 'checkpointFile'>): Promise<
  CollabLearner | NeuralCollabLearner | null
> {
  const state = await checkpointIn(checkpointFile)
  if (!state) return null
  const learn = await learnerOf(recipe, dataset)
  await restore(learn, state)
  return learn
}

async function restore(learn: Learner, state: LearnerState): Promise<void> {
  await learn.loadState(state)
  if (state.progress) learn.recorder.resume(state.progress.history)
}

/** A checkpoint that is gone or spoilt costs time, not the training. */
async function checkpointIn(file: string): Promise<LearnerState | null> {
  try {
    return await readCheckpoint(file)
  } catch (error) {
    const gone = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (gone || OnecycleError.is(error)) return null
    throw error
  }
}
