import { OnecycleError } from '@onecycle/tensor-core'
import { lessonRecipe } from '../../../lib/recipe.ts'
import { describedRuns } from '../../../server/api/described-run.ts'
import { endpoint } from '../../../server/api/endpoint.ts'
import { operations } from '../../../server/api/operations.ts'
import { enqueue } from '../../../server/jobs.ts'
import { promotedVersion } from '../../../server/models.ts'
import { runs } from '../../../server/runs.ts'
import { siteStore } from '../../../server/served.ts'

export const GET = endpoint(operations.training, async () => {
  const store = siteStore()
  const [run = null] = await describedRuns(store, await runs(store, 1))
  return { answer: { modelVersion: await promotedVersion(store), run } }
})

/** Starts a training. What the recipe leaves out is the lesson's. */
export const POST = endpoint(operations.train, async ({ serve, ...given }) => {
  const parameters = { ...lessonRecipe, ...given }
  if (serve && parameters.model === 'network') {
    const message = 'a network cannot serve: it can neither take a new visitor in nor be looked into'
    throw new OnecycleError('CANNOT_SERVE', message)
  }
  const [job] = await enqueue(siteStore(), [{ kind: 'train', parameters, serve }])
  return { answer: { runs: [job!.id] }, status: 202, page: `/train?run=${job!.id}#training` }
})
