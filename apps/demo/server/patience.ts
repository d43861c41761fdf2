import { OnecycleError } from '@onecycle/tensor-core'

/** A download that stands still for this long is given up, in milliseconds. */
const patience = 15_000

/** What a download is given: when to end, and whom to tell how far it is. */
interface Watch {
  readonly signal: AbortSignal
  readonly onProgress: () => void
}

/**
 * Gets a data set that may be downloaded, and gives up where that stands still.
 *
 * @param what it is, for the message
 * @throws OnecycleError `DOWNLOAD_STALLED` and those of `get`; the signal's reason when it is aborted
 */
export async function withPatience<T>(
  what: string,
  signal: AbortSignal,
  get: (watch: Watch) => Promise<T>,
): Promise<T> {
  const stalled = new AbortController()
  const timer = setTimeout(
    () => stalled.abort(new OnecycleError('DOWNLOAD_STALLED', `the download of ${what} stood still`)),
    patience,
  )
  try {
    return await get({
      signal: AbortSignal.any([signal, stalled.signal]),
      onProgress: () => timer.refresh(),
    })
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    clearTimeout(timer)
  }
}
