import { lessonRecipe } from '../../../../lib/recipe.ts'
import { endpoint } from '../../../../server/api/endpoint.ts'
import { operations } from '../../../../server/api/operations.ts'
import { enqueue } from '../../../../server/jobs.ts'
import { promotedModel } from '../../../../server/models.ts'
import { siteStore } from '../../../../server/served.ts'

/** Measures the recipe of the serving model, and the baselines. */
export const POST = endpoint(operations.measureQuality, async () => {
  const store = siteStore()
  const parameters = (await promotedModel(store))?.card.recipe ?? lessonRecipe
  const [job] = await enqueue(store, [{ kind: 'quality', parameters }])
  return { answer: { runs: [job!.id] }, status: 202, page: '/quality' }
})
