import { endpoint } from '../../../../../server/api/endpoint.ts'
import { operations } from '../../../../../server/api/operations.ts'
import { eventStream } from '../../../../../server/event-stream.ts'
import { jobOrThrow } from '../../../../../server/jobs.ts'
import { siteStore } from '../../../../../server/served.ts'

export const dynamic = 'force-dynamic'

/** What happens to a run, as server-sent events. */
export const GET = endpoint(operations.events, async ({ id, after }, request) => {
  const store = siteStore()
  await jobOrThrow(store, id)
  // A browser that connects again says what it has seen; that is later than what the page began with.
  const seen = Number(request.headers.get('last-event-id') ?? NaN)
  return eventStream(store, id, Number.isSafeInteger(seen) ? seen : after, request.signal)
})
