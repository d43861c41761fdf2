import { texts } from '../../lib/texts.ts'
import { endpoint } from '../../server/api/endpoint.ts'
import { operations } from '../../server/api/operations.ts'
import { serving } from '../../server/api/serving.ts'
import { siteModel } from '../../server/served.ts'

/** Whether a model serves, and why not the promoted one where another has to stand in for it. */
export const GET = endpoint(operations.ready, async () => {
  const { version } = await serving()
  const { notLoaded } = siteModel()
  return {
    answer: {
      status: 'ready',
      modelVersion: version,
      problem: notLoaded && texts.home.notLoaded(notLoaded.version, notLoaded.reason, version),
    },
  }
})
