import { endpoint } from '../../../server/api/endpoint.ts'
import { knownId } from '../../../server/api/known-id.ts'
import { operations } from '../../../server/api/operations.ts'
import { serving } from '../../../server/api/serving.ts'
import { recommendTo } from '../../../server/listed.ts'

export const GET = endpoint(operations.recommend, async ({ user: text, ...options }) => {
  const model = await serving()
  const user = knownId(model.recommender.users, text)
  const recommendations = recommendTo(model, user, options)
  return { answer: { modelVersion: model.version, user, recommendations } }
})
