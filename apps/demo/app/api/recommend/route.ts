import { endpoint } from '../../../server/api/endpoint.ts'
import { knownId } from '../../../server/api/known-id.ts'
import { operations } from '../../../server/api/operations.ts'
import { serving } from '../../../server/api/serving.ts'

export const GET = endpoint(operations.recommend, async ({ user: text, ...options }) => {
  const { version, recommender } = await serving()
  const user = knownId(recommender.users, text)
  const recommendations = recommender.recommend({ user }, options)
  return { answer: { modelVersion: version, user, recommendations } }
})
