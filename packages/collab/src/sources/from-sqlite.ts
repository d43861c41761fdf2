import { existsSync } from 'node:fs'
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { OnecycleError } from '@onecycle/tensor-core'
import { checkQueryColumns } from './query-columns.ts'
import { ratingCollector, type CollectOptions, type ReadRatings } from './rating-collector.ts'

/** Values for `?` by position, or for `:name` by name. */
export type SqliteParams = readonly SQLInputValue[] | Readonly<Record<string, SQLInputValue>>

/**
 * Reads ratings from SQLite, row by row. The query names its columns user, item, rating and, if there is one,
 * timestamp (seconds since 1970, or text such as "2024-05-31 18:00:00", in UTC).
 *
 * @param source a path (opened for reading only, and closed again), or an open database of node:sqlite
 * @example await fromSqlite('shop.db', 'SELECT customer AS user, product AS item, stars AS rating FROM reviews')
 * @throws OnecycleError `NO_SQLITE` on a Node without node:sqlite, `BAD_FILE`, `BAD_QUERY`, `BAD_RATINGS`
 */
export async function fromSqlite(
  source: string | DatabaseSync,
  query: string,
  params: SqliteParams = [],
  options: CollectOptions = {},
): Promise<ReadRatings> {
  if (typeof source !== 'string') return readQuery(source, query, params, options)
  const database = await open(source)
  try {
    return readQuery(database, query, params, options)
  } finally {
    database.close()
  }
}

async function open(path: string): Promise<DatabaseSync> {
  if (!existsSync(path))
    throw new OnecycleError('BAD_FILE', `cannot read ${path}: there is no such file`, { path })
  const { DatabaseSync } = await import('node:sqlite').catch((error: unknown) => {
    throw new OnecycleError(
      'NO_SQLITE',
      `fromSqlite needs node:sqlite, which Node ${process.version} does not have: use Node 22.13 or newer`,
      { version: process.version },
      error,
    )
  })
  try {
    return new DatabaseSync(path, { readOnly: true })
  } catch (error) {
    throw failed(`cannot open ${path}`, error)
  }
}

function readQuery(
  database: DatabaseSync,
  query: string,
  params: SqliteParams,
  options: CollectOptions,
): ReadRatings {
  const statement = attempt('the query is not accepted', () => database.prepare(query))
  const columns = statement.columns().map(({ name }) => name)
  const collector = ratingCollector(
    { name: 'the query', unit: 'row', ...checkQueryColumns(columns) },
    options,
  )
  const rows = attempt('the query cannot run', () => iterate(statement, params))
  for (let row = 0; ; row++) {
    const next = attempt(`row ${row} cannot be read`, () => rows.next())
    if (next.done) return collector.end()
    collector.add(next.value as unknown as Parameters<typeof collector.add>[0], row)
  }
}

const iterate = (statement: StatementSync, params: SqliteParams) =>
  Array.isArray(params)
    ? statement.iterate(...(params as SQLInputValue[]))
    : statement.iterate(params as Record<string, SQLInputValue>)

function attempt<T>(what: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw failed(what, error)
  }
}

const failed = (what: string, error: unknown) =>
  new OnecycleError('BAD_QUERY', `SQLite: ${what}: ${(error as Error).message}`, {}, error)
