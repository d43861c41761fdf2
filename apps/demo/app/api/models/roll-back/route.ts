import { endpoint } from '../../../../server/api/endpoint.ts'
import { operations } from '../../../../server/api/operations.ts'
import { rollBack } from '../../../../server/models.ts'
import { siteModel, siteStore } from '../../../../server/served.ts'

/** Lets the model serve again that did before. */
export const POST = endpoint(operations.rollBack, async () => {
  const modelVersion = await rollBack(siteStore())
  await siteModel().catchUp()
  return { answer: { modelVersion } }
})
