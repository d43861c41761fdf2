import { describedRuns } from '../../../server/api/described-run.ts'
import { endpoint } from '../../../server/api/endpoint.ts'
import { operations } from '../../../server/api/operations.ts'
import { runs } from '../../../server/runs.ts'
import { siteStore } from '../../../server/served.ts'

export const GET = endpoint(operations.runs, async () => {
  const store = siteStore()
  return { answer: { runs: await describedRuns(store, await runs(store, 50)) } }
})
