import { endpoint } from '../../../../../server/api/endpoint.ts'
import { operations } from '../../../../../server/api/operations.ts'
import { promote } from '../../../../../server/models.ts'
import { siteModel, siteStore } from '../../../../../server/served.ts'

/** Lets a model serve. */
export const POST = endpoint(operations.promote, async ({ version }) => {
  await promote(siteStore(), version)
  await siteModel().catchUp()
  return { answer: { modelVersion: version } }
})
