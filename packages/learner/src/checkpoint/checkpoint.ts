import { readFile } from 'node:fs/promises'
import { writeFileAtomic } from '@onecycle/tensor-core/node'
import {
  decodeLearnerState,
  encodeLearnerState,
  type Callback,
  type Learner,
  type LearnerState,
} from '@onecycle/learner'

/**
 * Writes the state of the fit to a file after each epoch, atomically. A fit that was killed goes on from
 * there, to the same bytes as if nothing had happened (on a CPU):
 *
 *     await learn.fitOneCycle(5, 5e-3, { resume: await readCheckpoint(path), callbacks: [checkpoint(path)] })
 */
export const checkpoint = (path: string): Callback => ({
  name: 'checkpoint',
  order: 90,
  async afterEpoch({ snapshot }) {
    await writeFileAtomic(path, encodeLearnerState(await snapshot()))
  },
})

/** Reads a file that `checkpoint` or `saveLearner` wrote. @throws OnecycleError `BAD_MODEL_FILE` */
export const readCheckpoint = async (path: string): Promise<LearnerState> =>
  decodeLearnerState(await readFile(path))

/** Writes model, optimizer and random state to a safetensors file, atomically. */
export const saveLearner = async (learn: Learner, path: string): Promise<void> =>
  writeFileAtomic(path, encodeLearnerState(await learn.state()))

/**
 * Puts what `saveLearner` wrote into a learner of the same model.
 *
 * @throws OnecycleError `BAD_MODEL_FILE`, `STATE_MISMATCH`; the learner is unchanged then
 */
export const loadLearner = async (learn: Learner, path: string): Promise<void> =>
  learn.loadState(await readCheckpoint(path))
