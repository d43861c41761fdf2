import { OnecycleError } from '@onecycle/tensor-core'
import { storeFile } from './home.ts'
import { openPostgres } from './postgres-store.ts'
import { openSqlite } from './sqlite-store.ts'

export type Value = string | number | null

/**
 * The tables that the site and its trainer share. The modules beside this one say what is in them: jobs,
 * events, models, facts, ratings. Their SQL is plain, with a `?` for each value: it runs on SQLite and on PostgreSQL.
 *
 * What is acknowledged survives a power cut. Whatever writes, here or in another process, writes alone, a
 * transaction from its begin to its end: nobody changes what it has read.
 */
export interface Store {
  /** Milliseconds since 1970. */
  now(): number
  /** The first row; undefined where there is none. To write by RETURNING, be within a transaction. */
  get(sql: string, ...values: Value[]): Promise<unknown>
  all(sql: string, ...values: Value[]): Promise<unknown[]>
  /** How many rows it changed. */
  run(sql: string, ...values: Value[]): Promise<number>
  /** All of the work or nothing of it; within one, another is part of it. */
  transaction<T>(work: (store: Store) => Promise<T>): Promise<T>
  /** Overwrites what was deleted: SQLite's files hold none of its bytes any more. PostgreSQL does so in its own time. */
  scrub(): Promise<void>
  close(): Promise<void>
}

export interface StoreOptions {
  readonly now?: () => number
}

/**
 * Opens what several processes may open at a time: a PostgreSQL by its URL, or a SQLite file by its path.
 * Whoever comes first makes the tables.
 */
export const openStore = (target: string, { now = Date.now }: StoreOptions = {}): Store =>
  isPostgresUrl(target) ? openPostgres(target, now) : openSqlite(target, now)

/**
 * What a process is to open: `$DATABASE_URL`, or a SQLite file.
 *
 * @throws OnecycleError `BAD_DATABASE_URL`, without the URL, since a password may be in it
 */
export function storeTarget(): string {
  const url = process.env['DATABASE_URL']
  if (!url) return storeFile()
  if (isPostgresUrl(url)) return url
  throw new OnecycleError(
    'BAD_DATABASE_URL',
    'DATABASE_URL does not begin with postgres://; expected postgres://USER:PASSWORD@HOST/DATABASE, or nothing for a SQLite file',
  )
}

const isPostgresUrl = (target: string): boolean => /^postgres(ql)?:\/\//.test(target)
