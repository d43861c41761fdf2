import { OnecycleError } from '@onecycle/tensor-core'
import { problemOf } from '../../../server/api/problem.ts'

/** Whatever the API does not have: said as all its errors are, not as a page. */
const nothing = (request: Request): Response => {
  const { pathname } = new URL(request.url)
  return problemOf(
    new OnecycleError('NO_SUCH_PATH', `there is no ${pathname}; /api lists what there is`),
    request,
  )
}

export { nothing as GET, nothing as POST, nothing as PUT, nothing as PATCH, nothing as DELETE }
