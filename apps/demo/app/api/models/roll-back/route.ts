import { endpoint } from '../../../../server/api/endpoint.ts'
import { operations } from '../../../../server/api/operations.ts'
import { rollBack } from '../../../../server/models.ts'
import { siteStore } from '../../../../server/served.ts'

/** Lets the model serve again that did before. */
export const POST = endpoint(operations.rollBack, async () => ({
  answer: { modelVersion: await rollBack(siteStore()) },
}))
