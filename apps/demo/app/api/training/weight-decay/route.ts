import { lessonRecipe } from '../../../../lib/recipe.ts'
import { endpoint } from '../../../../server/api/endpoint.ts'
import { operations } from '../../../../server/api/operations.ts'
import { enqueue } from '../../../../server/jobs.ts'
import { siteStore } from '../../../../server/served.ts'
import { recipesOf } from '../../../../server/sweep.ts'
import { decays } from '../../../../server/weight-decay.ts'

/** Trains the lesson's recipe once with each weight decay. */
export const POST = endpoint(operations.weightDecay, async () => {
  const recipes = recipesOf(lessonRecipe, { wd: decays })
  const jobs = recipes.map((parameters) => ({ kind: 'weight-decay', parameters }))
  const added = await enqueue(siteStore(), jobs)
  return { answer: { runs: added.map(({ id }) => id) }, status: 202 }
})
