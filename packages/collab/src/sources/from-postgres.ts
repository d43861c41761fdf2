import { OnecycleError } from '@onecycle/tensor-core'
import { checkQueryColumns } from './query-columns.ts'
import { ratingCollector, type CollectOptions, type RatingCollector, type RawRow, type ReadRatings } from './rating-collector.ts' // prettier-ignore

/** A connected `Client` of the package pg, or one that a pool has lent. */
export interface PostgresClient {
  query(query: never): unknown
}

/** A `Pool` of the package pg. */
export interface PostgresPool {
  readonly totalCount: number
  connect(): Promise<PostgresClient & { release(error?: boolean): void }>
}

/** What the query of pg tells of its result. */
interface Result {
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[]
}

// pg gives 64-bit integers as text, since not all of them fit a number.
const INT8 = 20

/**
 * Reads ratings from PostgreSQL as they arrive: neither side holds the whole result. The query names its
 * columns user, item, rating and, if there is one, timestamp (seconds since 1970, or a timestamp). The package
 * pg has to be installed.
 *
 * @param source a connection string such as "postgres://user:password@host/database", or a client or pool of pg
 * @param params values for `$1`, `$2`, ...
 * @example await fromPostgres(url, 'SELECT customer AS "user", product AS item, stars AS rating FROM reviews')
 * @throws OnecycleError `MISSING_PACKAGE` without pg, `BAD_QUERY` when server or query fail, `BAD_RATINGS`
 */
export async function fromPostgres(
  source: string | PostgresClient | PostgresPool,
  query: string,
  params: readonly unknown[] = [],
  options: CollectOptions = {},
): Promise<ReadRatings> {
  const { Client, Query } = await loadPg()
  // With the extended protocol a text is one statement, with values or without.
  const config = { text: query, values: [...params], rowMode: 'array', queryMode: 'extended' }
  const run = (client: PostgresClient) =>
    readQuery(client, new Query(config as never) as unknown as QueryEvents, options)
  if (typeof source !== 'string') {
    if (!('totalCount' in source)) return run(source)
    const client = await source.connect().catch(refused)
    try {
      return await run(client)
    } finally {
      client.release()
    }
  }
  const client = new Client({ connectionString: source })
  // An error between queries has nobody to go to: the next query reports it.
  client.on('error', () => undefined)
  try {
    await client.connect().catch(refused)
    return await run(client)
  } finally {
    await client.end()
  }
}

async function loadPg() {
  try {
    // For bundlers: pg is the user's own, and may not be there.
    const { default: pg } = await import(/* webpackIgnore: true */ /* @vite-ignore */ 'pg')
    return pg
  } catch (error) {
    throw new OnecycleError(
      'MISSING_PACKAGE',
      'fromPostgres needs the package pg, which is not installed: npm install pg',
      { package: 'pg' },
      error,
    )
  }
}

/** A query of pg as the events that it sends. */
interface QueryEvents {
  on(event: 'row', listener: (row: unknown[], result: Result) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'end', listener: (result: Result) => void): unknown
}

function readQuery(
  client: PostgresClient,
  query: QueryEvents,
  options: CollectOptions,
): Promise<ReadRatings> {
  return new Promise((resolve, reject) => {
    let read: ((row: unknown[]) => RawRow) | undefined
    let collector: RatingCollector | undefined
    let row = 0
    let failure: unknown
    const begin = ({ fields }: Result) => {
      const { hasTimestamp } = checkQueryColumns(fields.map(({ name }) => name))
      collector = ratingCollector({ name: 'the query', unit: 'row', hasTimestamp }, options)
      read = rowReader(fields)
      return collector
    }
    // What a listener throws would end the process; rows after a failure are let go by.
    const guarded = (action: () => void) => {
      try {
        if (failure === undefined) action()
      } catch (error) {
        failure = error
      }
    }
    query.on('row', (cells, result) =>
      guarded(() => {
        const into = collector ?? begin(result)
        into.add(read!(cells), row++)
      }),
    )
    query.on('error', (error) =>
      reject(new OnecycleError('BAD_QUERY', `PostgreSQL: the query fails: ${error.message}`, {}, error)),
    )
    query.on('end', (result) => {
      let all: ReadRatings | undefined
      guarded(() => (all = (collector ?? begin(result)).end()))
      if (all) resolve(all)
      else reject(failure as Error)
    })
    client.query(query as never)
  })
}

/** Takes cells to the columns by their names. */
function rowReader(fields: Result['fields']): (cells: unknown[]) => RawRow {
  const cellOf = (name: string) => {
    const place = fields.findIndex((field) => field.name === name)
    const isLong = fields[place]?.dataTypeID === INT8
    return (cells: unknown[]): unknown => (isLong ? shorten(cells[place]) : cells[place])
  }
  const [user, item, rating, timestamp] = [
    cellOf('user'),
    cellOf('item'),
    cellOf('rating'),
    cellOf('timestamp'),
  ]
  return (cells) => ({
    user: user(cells),
    item: item(cells),
    rating: rating(cells),
    timestamp: timestamp(cells),
  })
}

/** A 64-bit integer as a number where that is exact. */
const shorten = (value: unknown): unknown =>
  typeof value === 'string' && Number.isSafeInteger(Number(value)) ? Number(value) : value

const refused = (error: Error): never => {
  throw new OnecycleError('BAD_QUERY', `PostgreSQL: cannot connect: ${error.message}`, {}, error)
}
