import { endpoint } from '../../../server/api/endpoint.ts'
import { knownId } from '../../../server/api/known-id.ts'
import { operations } from '../../../server/api/operations.ts'
import { serving } from '../../../server/api/serving.ts'

export const GET = endpoint(operations.predict, async ({ user, item }) => {
  const { version, recommender } = await serving()
  const predicted = recommender.predict(knownId(recommender.users, user), knownId(recommender.items, item))
  return { answer: { modelVersion: version, ...predicted } }
})
