import { OnecycleError } from '@onecycle/tensor-core'

/**
 * The store cannot be had for now: asked again later, it may answer. A change that failed so may have been made
 * all the same, where the connection broke before the answer came.
 */
export const noStore = (what: string, cause: unknown, question?: string): OnecycleError => {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new OnecycleError(
    'NO_STORE',
    `the store: ${what}: ${reason}${question ? `; ${question}` : ''}`,
    {},
    cause,
  )
}

export const isNoStore = (error: unknown): error is OnecycleError =>
  OnecycleError.is(error) && error.code === 'NO_STORE'
