import { endpoint } from '../../../server/api/endpoint.ts'
import { knownId } from '../../../server/api/known-id.ts'
import { operations } from '../../../server/api/operations.ts'
import { serving } from '../../../server/api/serving.ts'

export const GET = endpoint(operations.explain, async ({ user, item }) => {
  const { version, recommender } = await serving()
  const { factors, ...sums } = recommender.explain(
    knownId(recommender.users, user),
    knownId(recommender.items, item),
  )
  return { answer: { modelVersion: version, ...sums, factors: Array.from(factors) } }
})
