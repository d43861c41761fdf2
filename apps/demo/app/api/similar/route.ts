import { endpoint } from '../../../server/api/endpoint.ts'
import { knownId } from '../../../server/api/known-id.ts'
import { operations } from '../../../server/api/operations.ts'
import { serving } from '../../../server/api/serving.ts'

export const GET = endpoint(operations.similar, async ({ item: text, ...options }) => {
  const { version, recommender } = await serving()
  const item = knownId(recommender.items, text)
  const similar = recommender.similarItems(item, options)
  return { answer: { modelVersion: version, item, similar } }
})
