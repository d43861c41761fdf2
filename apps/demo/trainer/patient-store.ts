import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { isNoStore } from '../server/no-store.ts'
import type { Store } from '../server/store.ts'

/** How long to wait before the store is asked again, in milliseconds: at first, and at most. */
const [pause, longestPause] = [100, 5000]

export interface PatientStoreOptions {
  /** Ends the waiting. */
  readonly signal: AbortSignal
  readonly log: Pick<Logger, 'info' | 'warn'>
}

/**
 * Opens a store that is waited for where it is away: a question, or a transaction from its begin, is asked again
 * until there is an answer. What a transaction does may so be done twice, where the connection broke on its
 * commit.
 *
 * @throws OnecycleError `NO_STORE` once the signal has come
 */
export async function openPatiently(open: () => Store, { signal, log }: PatientStoreOptions): Promise<Store> {
  let away = false
  const patiently = async <T>(ask: () => T | Promise<T>): Promise<T> => {
    for (let wait = pause; ; wait = Math.min(longestPause, 2 * wait)) {
      try {
        const answer = await ask()
        if (away) log.info('the store is back')
        away = false
        return answer
      } catch (error) {
        if (!isNoStore(error) || signal.aborted) throw error
        if (!away) log.warn(`${error.message}; waiting for it`)
        away = true
        await sleep(wait, undefined, { signal }).catch(() => undefined)
      }
    }
  }
  const store = await patiently(open)
  return {
    ...store,
    get: (sql, ...values) => patiently(() => store.get(sql, ...values)),
    all: (sql, ...values) => patiently(() => store.all(sql, ...values)),
    run: (sql, ...values) => patiently(() => store.run(sql, ...values)),
    transaction: (work) => patiently(() => store.transaction(work)),
  }
}
