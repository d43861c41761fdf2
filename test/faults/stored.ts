import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadModel } from '../../apps/demo/server/load-model.ts'
import { modelOf, type Model } from '../../apps/demo/server/models.ts'
import { openStore, type Store } from '../../apps/demo/server/store.ts'

export interface StoredJob {
  readonly status: string
  /** It waits or runs. */
  readonly isActive: boolean
  readonly version: number | null
  readonly claims: number
  /** Those since it last got further. */
  readonly attempts: number
}

/** What is stored, read past the site: by itself, or while the site runs. */
export class Stored {
  readonly #models: string
  readonly #target: string
  readonly #isSqlite: boolean

  /** The store is in a SQLite file of the home, or in the PostgreSQL of a URL. */
  constructor(home: string, databaseUrl?: string) {
    this.#models = join(home, 'models')
    this.#target = databaseUrl ?? join(home, 'demo.sqlite')
    this.#isSqlite = databaseUrl === undefined
  }

  /** The versions that were promoted, in that order. */
  async promotions(): Promise<number[]> {
    const rows = await this.#rows('SELECT version FROM promotions ORDER BY id')
    return rows.map(({ version }) => Number(version))
  }

  /** By job: where it stands, how often it was taken up, by its own count too, and the model that it left. */
  async jobs(): Promise<Map<number, StoredJob>> {
    const rows = await this.#rows(
      `SELECT jobs.id, jobs.status, jobs.attempts, models.version,
         (SELECT count(*) FROM events WHERE job = jobs.id AND event LIKE '%"status":"running"%') AS claims
       FROM jobs LEFT JOIN models ON models.job = jobs.id`,
    )
    return new Map(
      rows.map(({ id, status, attempts, version, claims }) => [
        Number(id),
        {
          status: String(status),
          isActive: status === 'queued' || status === 'running',
          version: version === null ? null : Number(version),
          claims: Number(claims),
          attempts: Number(attempts),
        },
      ]),
    )
  }

  /** The models whose files are there to be served. */
  async models(): Promise<Model[]> {
    const rows = await this.#rows('SELECT version FROM models WHERE file IS NOT NULL ORDER BY version')
    return this.#read((store) =>
      Promise.all(rows.map(async ({ version }) => (await modelOf(store, Number(version)))!)),
    )
  }

  /** The bytes of a model and of its ranker. */
  bytes({ file }: Model): Buffer {
    const names = [file!, file!.replace(/\.safetensors$/, '.ranker.safetensors')]
    return Buffer.concat(names.map((name) => readFileSync(join(this.#models, name))))
  }

  /** Reads all as whoever serves it would. @throws Error where something is not whole */
  async check(): Promise<void> {
    if (this.#isSqlite) {
      const [found] = await this.#rows('PRAGMA integrity_check')
      if (found?.['integrity_check'] !== 'ok') throw new Error(`${this.#target}: ${JSON.stringify(found)}`)
    }
    for (const model of await this.models()) await loadModel(model, this.#models)
  }

  readonly #rows = (sql: string) =>
    this.#read(async (store) => (await store.all(sql)) as Record<string, unknown>[])

  /** Opens the store anew: nothing of ours holds a file when the site opens it. */
  async #read<T>(use: (store: Store) => Promise<T>): Promise<T> {
    const store = openStore(this.#target)
    try {
      return await use(store)
    } finally {
      await store.close()
    }
  }
}
