import { OnecycleError } from '@onecycle/tensor-core'
import type { Callback, FitContext } from '@onecycle/learner'
import { progressBar } from '../progress-bar.ts'
import { Interrupted } from './interrupted.ts'

export interface FitToFile {
  /** The model file. */
  readonly out: string
  readonly epochs: number
  /** No progress bar. */
  readonly isQuiet: boolean
  readonly signal: AbortSignal
  /** Writes the model of the epoch that is over to `out`, atomically. */
  readonly save: (context: FitContext) => Promise<void>
  /** Runs the fit with these callbacks and the signal. */
  readonly fit: (callbacks: readonly Callback[]) => Promise<void>
}

/**
 * A fit that writes its model after every epoch: Ctrl-C leaves the last good one.
 *
 * @throws Interrupted saying what is left; OnecycleError `BAD_FILE` where the file cannot be written
 */
export async function fitToFile({ out, epochs, isQuiet, signal, save, fit }: FitToFile): Promise<void> {
  let written = 0
  const writer: Callback = {
    name: 'model file',
    async afterEpoch(context) {
      await save(context).catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error)
        throw new OnecycleError('BAD_FILE', `cannot write ${out}: ${reason}`, { out }, error)
      })
      written = context.epoch + 1
    },
  }
  try {
    await fit(isQuiet ? [writer] : [writer, progressBar()])
  } catch (error) {
    if (!signal.aborted) throw error
    throw new Interrupted(
      written > 0
        ? `${out} has the model of epoch ${written} of ${epochs}`
        : 'no epoch was over, nothing was written',
    )
  }
}
