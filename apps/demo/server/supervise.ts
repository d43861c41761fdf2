import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

export interface SuperviseOptions {
  /** For messages. */
  readonly name: string
  readonly start: () => ChildProcess
  /** Ends the process for good. */
  readonly signal: AbortSignal
  readonly log: (line: string) => void
  /** A process that ends sooner than this after its start has failed, in milliseconds. Default 10,000. */
  readonly soon?: number
}

/** How often in a row a process may fail, how long to wait before the next, and how long it may take to end, in ms. */
const failures = 3
const pause = 300
const patience = 4000

/**
 * Keeps a process running: where it ends by itself, another takes its place.
 *
 * @returns when the signal has come and the process is gone, or (false) when it has failed too often in a row
 */
export async function supervise({
  name,
  start,
  signal,
  log,
  soon = 10_000,
}: SuperviseOptions): Promise<boolean> {
  let failed = 0
  while (!signal.aborted) {
    const began = performance.now()
    const child = start()
    const why = await endOf(child, signal)
    if (isAborted(signal)) break
    failed = performance.now() - began < soon ? failed + 1 : 0
    if (failed === failures) {
      log(`${name} ended (${why}), ${failures} times in a row: giving up.`)
      return false
    }
    log(`${name} ended (${why}): starting it again.`)
    await sleep(pause, undefined, { signal }).catch(() => undefined)
  }
  return true
}

/** Asked anew: it may have come meanwhile. */
const isAborted = (signal: AbortSignal) => signal.aborted

/** Waits for the end of a process, which the signal brings about. @returns how it came */
async function endOf(child: ChildProcess, signal: AbortSignal): Promise<string> {
  const gone = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, killedBy) => resolve(killedBy ?? `exit code ${code}`))
  })
  const asked = signal.aborted ? Promise.resolve() : once(signal, 'abort')
  const why = await Promise.race([gone, asked.then(() => null)])
  if (why !== null) return why
  child.kill('SIGTERM')
  const inTime = await Promise.race([gone.then(() => true), sleep(patience, false, { ref: false })])
  if (!inTime) child.kill('SIGKILL')
  return gone
}
