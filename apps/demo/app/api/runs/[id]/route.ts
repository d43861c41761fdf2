import { describedRuns } from '../../../../server/api/described-run.ts'
import { endpoint } from '../../../../server/api/endpoint.ts'
import { operations } from '../../../../server/api/operations.ts'
import { runState } from '../../../../server/events.ts'
import { runOf } from '../../../../server/runs.ts'
import { siteStore } from '../../../../server/served.ts'

export const GET = endpoint(operations.run, async ({ id }) => {
  const store = siteStore()
  const [run] = await describedRuns(store, [await runOf(store, id)])
  const { error, points, epochs } = await runState(store, id)
  return { answer: { ...run, error, points, epochs } }
})
