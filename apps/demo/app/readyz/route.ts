import { endpoint } from '../../server/api/endpoint.ts'
import { operations } from '../../server/api/operations.ts'
import { serving } from '../../server/api/serving.ts'

/** Whether a model serves. */
export const GET = endpoint(operations.ready, async () => ({
  answer: { status: 'ready', modelVersion: (await serving()).version },
}))
