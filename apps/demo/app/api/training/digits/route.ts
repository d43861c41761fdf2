import { digitRecipe } from '../../../../lib/digit-recipe.ts'
import { endpoint } from '../../../../server/api/endpoint.ts'
import { operations } from '../../../../server/api/operations.ts'
import { enqueue } from '../../../../server/jobs.ts'
import { siteStore } from '../../../../server/served.ts'

/** Starts a training on digits. */
export const POST = endpoint(operations.trainDigits, async (given) => {
  const parameters = { ...digitRecipe, ...given }
  const [job] = await enqueue(siteStore(), [{ kind: 'digits', parameters }])
  return { answer: { runs: [job!.id] }, status: 202, page: '/mnist#training' }
})
