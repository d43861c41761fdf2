import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { ModelCard } from '../lib/model-card.ts'
import { lessonRecipe } from '../lib/recipe.ts'
import { postgresPrograms, startPostgres, type TestPostgres } from '../../../postgres.shared.ts'
import { openStore, type Store } from './store.ts'

export interface TestStores {
  readonly folder: string
  /** What another process opens to share the store. */
  readonly target: string
  /** Milliseconds since 1970, as the stores see it: tests move it on. */
  clock: number
  /** A connection of its own to the same store, as another process would have. */
  open(): Store
  close(): Promise<void>
}

/** What a store runs on: `start` and `stop` are for beforeAll and afterAll. */
export interface Engine {
  readonly name: string
  readonly start: () => Promise<void>
  readonly stop: () => Promise<void>
  /** An empty store. */
  readonly stores: () => Promise<TestStores>
}

/** A store in a SQLite file. */
export const testStores = (): TestStores => storesAt((folder) => join(folder, 'home', 'demo.sqlite'))

function storesAt(targetIn: (folder: string) => string): TestStores {
  const folder = mkdtempSync(join(tmpdir(), 'store-'))
  const opened: Store[] = []
  const stores: TestStores = {
    folder,
    target: targetIn(folder),
    clock: 1_000_000,
    open() {
      const store = openStore(stores.target, { now: () => stores.clock })
      opened.push(store)
      return store
    },
    async close() {
      for (const store of opened) await store.close()
      rmSync(folder, { recursive: true })
    },
  }
  return stores
}

const sqlite: Engine = {
  name: 'SQLite',
  start: async () => {},
  stop: async () => {},
  stores: async () => testStores(),
}

/** A server of its own, and a database of its own for each store. */
function postgres(programs: string): Engine {
  let server: TestPostgres
  let admin: pg.Client
  let count = 0
  return {
    name: 'PostgreSQL',
    async start() {
      server = await startPostgres(programs)
      admin = new pg.Client({ connectionString: server.url })
      await admin.connect()
    },
    async stop() {
      await admin.end()
      await server.stop()
    },
    async stores() {
      const name = `store_${++count}`
      await admin.query(`CREATE DATABASE ${name}`)
      const url = new URL(server.url)
      url.pathname = name
      return storesAt(() => url.href)
    },
  }
}

/** What every store has to run on; without a PostgreSQL server on this machine, SQLite alone, but not in CI. */
export const engines: readonly Engine[] = [sqlite, ...postgresIfInstalled()]

function postgresIfInstalled(): Engine[] {
  const programs = postgresPrograms()
  if (programs) return [postgres(programs)]
  const message = 'there is no /usr/lib/postgresql (Debian: apt-get install postgresql)'
  if (process.env['CI']) throw new Error(message)
  console.warn(`Left out: the store on PostgreSQL; ${message}`)
  return []
}

export const testCard: ModelCard = {
  validLoss: 0.81,
  trainLoss: 0.6,
  epochs: 5,
  seconds: 10,
  ratingsPerSecond: 45_000,
  device: 'test',
  recipe: lessonRecipe,
  dataset: {
    kind: 'sample',
    name: 'sample',
    location: 'memory',
    citation: null,
    users: 1,
    films: 1,
    ratings: 1,
    whySample: null,
  },
}
