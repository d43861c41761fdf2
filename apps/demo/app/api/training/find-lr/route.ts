import { lessonRecipe } from '../../../../lib/recipe.ts'
import { endpoint } from '../../../../server/api/endpoint.ts'
import { operations } from '../../../../server/api/operations.ts'
import { enqueue } from '../../../../server/jobs.ts'
import { siteStore } from '../../../../server/served.ts'

/** Starts the lr finder. What the recipe leaves out is the lesson's. */
export const POST = endpoint(operations.findLr, async ({ serve: _, ...given }) => {
  const parameters = { ...lessonRecipe, ...given }
  const [job] = await enqueue(siteStore(), [{ kind: 'lr-find', parameters }])
  const fields = new URLSearchParams(Object.entries(given).map(([name, value]) => [name, String(value)]))
  return { answer: { runs: [job!.id] }, status: 202, page: `/train?${fields}#lr-finder` }
})
