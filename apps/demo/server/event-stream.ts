import { setTimeout as sleep } from 'node:timers/promises'
import { OnecycleError } from '@onecycle/tensor-core'
import { isActive, type NumberedEvent } from '../lib/run-state.ts'
import { eventsAfter } from './events.ts'
import { jobOf } from './jobs.ts'
import { once } from './once.ts'
import { siteModel } from './served.ts'
import type { Store } from './store.ts'

/** How many streams may be open at a time. */
export const streamLimit = 64

/** How often the store is asked for news, and how often a stream without any says that it lives, in ms. */
const [askEvery, beatEvery] = [50, 15_000]

const open = once('streams', () => ({ count: 0 }))

/**
 * The events of a run after one of them as server-sent events, numbered as in the store; it ends with the run.
 * 204, which tells a browser not to come back, where the run is over and nothing is left to tell.
 *
 * @throws OnecycleError `TOO_MANY_STREAMS`
 */
export async function eventStream(
  store: Store,
  run: number,
  after: number,
  signal: AbortSignal,
): Promise<Response> {
  if (!(await isLive(store, run)) && (await eventsAfter(store, run, after)).length === 0) {
    return new Response(null, { status: 204 })
  }
  if (open.count >= streamLimit) {
    const message = `${streamLimit} streams of events are open, as many as there may be: try again later`
    throw new OnecycleError('TOO_MANY_STREAMS', message)
  }
  const lines = follow(store, run, after, signal)
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await lines.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await lines.return(undefined)
    },
  })
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream',
      // Not to be compressed on the way: it would be held back.
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    },
  })
}

async function* follow(
  store: Store,
  run: number,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<string, undefined, undefined> {
  open.count++
  try {
    yield 'retry: 1000\n\n'
    let seen = after
    let spoke = performance.now()
    while (!signal.aborted) {
      // Asked before the events are: what ends a run is told of with them.
      const live = await isLive(store, run)
      const events = await eventsAfter(store, run, seen)
      if (events.length > 0) {
        seen = events.at(-1)!.seq
        // Whoever is told that a training is over asks for its model.
        if (events.some(({ event }) => event.type === 'status' && !isActive(event)))
          await siteModel().catchUp()
        yield events.map(lineOf).join('')
        spoke = performance.now()
      } else if (!live) return
      else if (performance.now() - spoke > beatEvery) {
        yield ': still here\n\n'
        spoke = performance.now()
      }
      await sleep(askEvery, undefined, { signal }).catch(() => undefined)
    }
  } finally {
    open.count--
  }
}

const lineOf = ({ seq, event }: NumberedEvent) => `id: ${seq}\ndata: ${JSON.stringify(event)}\n\n`

async function isLive(store: Store, run: number): Promise<boolean> {
  return isActive(await jobOf(store, run))
}
