import { endpoint } from '../../../../../server/api/endpoint.ts'
import { operations } from '../../../../../server/api/operations.ts'
import { cancel } from '../../../../../server/jobs.ts'
import { siteStore } from '../../../../../server/served.ts'

export const POST = endpoint(operations.cancel, async ({ id }) => {
  await cancel(siteStore(), id)
  return { answer: { runs: [id] }, status: 202, page: `/train?run=${id}#training` }
})
