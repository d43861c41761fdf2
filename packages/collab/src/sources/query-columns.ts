import { OnecycleError } from '@onecycle/tensor-core'

export interface QueryColumns {
  readonly hasTimestamp: boolean
}

/** Sees that a query gives the columns that ratings need. @throws OnecycleError `BAD_QUERY` */
export function checkQueryColumns(columns: readonly string[]): QueryColumns {
  const missing = ['user', 'item', 'rating'].filter((name) => !columns.includes(name))
  if (missing.length > 0) {
    throw new OnecycleError(
      'BAD_QUERY',
      `the query gives the columns ${columns.join(', ')}; expected user, item, rating and, if there is one, ` +
        'timestamp: name them with AS, as in SELECT customer_id AS "user", ...',
      { columns, missing },
    )
  }
  return { hasTimestamp: columns.includes('timestamp') }
}
