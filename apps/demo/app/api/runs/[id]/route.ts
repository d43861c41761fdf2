import { isActive } from '../../../../lib/run-state.ts'
import { describedRuns } from '../../../../server/api/described-run.ts'
import { endpoint } from '../../../../server/api/endpoint.ts'
import { operations } from '../../../../server/api/operations.ts'
import { runState } from '../../../../server/events.ts'
import { runOf } from '../../../../server/runs.ts'
import { siteModel, siteStore } from '../../../../server/served.ts'

export const GET = endpoint(operations.run, async ({ id }) => {
  const store = siteStore()
  const found = await runOf(store, id)
  if (!isActive(found)) await siteModel().catchUp() // whoever is told that it is over asks for its model
  const [run] = await describedRuns(store, [found])
  const { error, points, epochs } = await runState(store, id)
  return { answer: { ...run, error, points, epochs } }
})
