import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { z } from 'zod'
import { noStore } from './no-store.ts'
import type { Store } from './store.ts'
import { migrations } from './store-schema.ts'

/** `PRAGMA user_version` counts them. */
const steps = migrations({
  integer: 'INTEGER',
  id: 'INTEGER PRIMARY KEY',
  lastingId: 'INTEGER PRIMARY KEY AUTOINCREMENT',
  strict: 'STRICT',
})

/** Opens a SQLite file, which several processes may do at a time. @throws OnecycleError `NO_STORE` */
export function openSqlite(file: string, now: () => number): Store {
  let database: DatabaseSync | undefined
  try {
    mkdirSync(dirname(file), { recursive: true })
    database = new DatabaseSync(file)
    database.exec('PRAGMA busy_timeout = 5000')
    enterWal(database)
    // Every commit waits until the disk has it: what is acknowledged survives a power cut.
    database.exec('PRAGMA synchronous = FULL')
    database.exec('PRAGMA foreign_keys = ON')
    // What is deleted is overwritten; copies in the log go with the next scrub.
    database.exec('PRAGMA secure_delete = ON')
    migrate(database)
    return inTurns(database, now)
  } catch (error) {
    database?.close()
    if (!isLost(error)) throw error
    throw noStore(`cannot open ${file}`, error, 'may this account write there, and is there room?')
  }
}

/** A store on one connection: what is asked meanwhile waits until a transaction is over. */
function inTurns(database: DatabaseSync, now: () => number): Store {
  const within = directly(database, now)
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => T | Promise<T>): Promise<T> => {
    const result = last.then(work).catch((error: unknown) => {
      throw isLost(error) ? noStore('SQLite cannot read or write its file', error) : error
    })
    last = result.catch(() => undefined)
    return result
  }
  return {
    now,
    get: (sql, ...values) => inTurn(() => within.get(sql, ...values)),
    all: (sql, ...values) => inTurn(() => within.all(sql, ...values)),
    run: (sql, ...values) => inTurn(() => within.run(sql, ...values)),
    transaction: (work) =>
      inTurn(async () => {
        database.exec('BEGIN IMMEDIATE')
        try {
          const result = await work(within)
          database.exec('COMMIT')
          return result
        } catch (error) {
          if (database.isTransaction) database.exec('ROLLBACK') // it may have ended with the error
          throw error
        }
      }),
    scrub: () => inTurn(() => within.scrub()),
    close: () => inTurn(() => within.close()),
  }
}

/** Busy, locked, read-only, a failing or full disk, a file that cannot be opened. */
const lost = [5, 6, 8, 10, 13, 14]

/** Whether SQLite may do later what it cannot now, or Node could not make the folder. */
const isLost = (error: unknown): boolean =>
  error instanceof Error &&
  ('errcode' in error ? lost.includes(Number(error.errcode) & 0xff) : 'syscall' in error)

function directly(database: DatabaseSync, now: () => number): Store {
  const prepared = new Map<string, StatementSync>()
  const prepare = (sql: string) => {
    const statement = prepared.get(sql) ?? database.prepare(sql)
    prepared.set(sql, statement)
    return statement
  }
  const store: Store = {
    now,
    get: async (sql, ...values) => prepare(sql).get(...values),
    all: async (sql, ...values) => prepare(sql).all(...values),
    run: async (sql, ...values) => Number(prepare(sql).run(...values).changes),
    transaction: (work) => work(store),
    scrub: async () => database.exec('PRAGMA wal_checkpoint(TRUNCATE)'),
    close: async () => database.close(),
  }
  return store
}

function migrate(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    const row = database.prepare('PRAGMA user_version').get()
    const { user_version: version } = z.object({ user_version: z.int() }).parse(row)
    for (const step of steps.slice(version)) database.exec(step)
    database.exec(`PRAGMA user_version = ${Math.max(version, steps.length)}`)
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

/**
 * Write-ahead logging, from now on and for every process. SQLite does not wait for its busy timeout here when
 * two processes open a new file at the same moment, so this does.
 */
function enterWal(database: DatabaseSync): void {
  for (let attempt = 0; ; attempt++) {
    try {
      database.exec('PRAGMA journal_mode = WAL')
      return
    } catch (error) {
      const busy = error instanceof Error && 'errcode' in error && error.errcode === 5
      if (!busy || attempt === 100) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
    }
  }
}
