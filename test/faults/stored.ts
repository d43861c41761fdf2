import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openSqlite } from '../../apps/demo/server/sqlite-store.ts'
import { loadModel } from '../../apps/demo/server/load-model.ts'
import { modelOf, type Model } from '../../apps/demo/server/models.ts'

export interface StoredJob {
  readonly status: string
  /** It waits or runs. */
  readonly isActive: boolean
  readonly version: number | null
  readonly claims: number
  /** Those since it last got further. */
  readonly attempts: number
}

/** What is on disk, read past the site: by itself, or while the site runs. */
export class Stored {
  readonly #home: string

  constructor(home: string) {
    this.#home = home
  }

  /** The versions that were promoted, in that order. */
  promotions(): number[] {
    return this.#rows('SELECT version FROM promotions ORDER BY id').map(({ version }) => Number(version))
  }

  /** By job: where it stands, how often it was taken up, by its own count too, and the model that it left. */
  jobs(): Map<number, StoredJob> {
    const rows = this.#rows(
      `SELECT jobs.id, jobs.status, jobs.attempts, models.version,
         (SELECT count(*) FROM events WHERE job = jobs.id AND event ->> 'status' = 'running') AS claims
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
    const store = openSqlite(join(this.#home, 'demo.sqlite'), Date.now)
    try {
      const rows = this.#rows('SELECT version FROM models WHERE file IS NOT NULL ORDER BY version')
      return await Promise.all(rows.map(async ({ version }) => (await modelOf(store, Number(version)))!))
    } finally {
      await store.close()
    }
  }

  /** The bytes of a model and of its ranker. */
  bytes({ file }: Model): Buffer {
    const names = [file!, file!.replace(/\.safetensors$/, '.ranker.safetensors')]
    return Buffer.concat(names.map((name) => readFileSync(join(this.#home, 'models', name))))
  }

  /** Reads every file as whoever serves it would. @throws Error where one is not whole */
  async check(): Promise<void> {
    for (const file of globSync('*.sqlite', { cwd: this.#home })) {
      const [found] = this.#rows('PRAGMA integrity_check', file)
      if (found?.['integrity_check'] !== 'ok') throw new Error(`${file}: ${JSON.stringify(found)}`)
    }
    for (const model of await this.models()) await loadModel(model, join(this.#home, 'models'))
  }

  #rows(sql: string, file = 'demo.sqlite'): Record<string, unknown>[] {
    const database = new DatabaseSync(join(this.#home, file))
    try {
      database.exec('PRAGMA busy_timeout = 5000')
      return database.prepare(sql).all()
    } finally {
      database.close()
    }
  }
}
