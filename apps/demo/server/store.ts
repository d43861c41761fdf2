import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { z } from 'zod'
import { datasetRecordSchema, type DatasetRecord } from '../lib/dataset-record.ts'
import { modelCardSchema, type ModelCard } from '../lib/model-card.ts'
import { progressSchema, type Progress } from '../lib/progress.ts'
import { migrations } from './store-schema.ts'

const json = z.string().transform((text): unknown => JSON.parse(text))

const jobSchema = z.object({
  id: z.int(),
  kind: z.string(),
  parameters: json,
  status: z.enum(['queued', 'running', 'done', 'failed']),
  progress: json.pipe(progressSchema).nullable(),
  attempts: z.int(),
  error: z.string().nullable(),
})

const modelSchema = z.object({
  version: z.int(),
  file: z.string(),
  card: json.pipe(modelCardSchema),
  created: z.int().transform((milliseconds) => new Date(milliseconds)),
})

export type Job = z.infer<typeof jobSchema>
export type StoredModel = z.infer<typeof modelSchema>

export interface StoreOptions {
  /** Milliseconds since 1970. */
  readonly now?: () => number
  /** How long a claim holds without a heartbeat, in milliseconds. Default 10,000. */
  readonly lease?: number
}

/** A job that ended its worker this often is not tried again. */
const maxAttempts = 3

/**
 * Jobs, models and the pointer to the model that serves, in one SQLite file that the site and the trainer
 * share. A job belongs to the worker that claimed it for as long as its lease runs; a heartbeat renews it,
 * and a lease that ran out is free for the next claim.
 */
export class Store {
  readonly #database: DatabaseSync
  readonly #now: () => number
  readonly #lease: number

  constructor(file: string, { now = Date.now, lease = 10_000 }: StoreOptions = {}) {
    this.#now = now
    this.#lease = lease
    mkdirSync(dirname(file), { recursive: true })
    this.#database = new DatabaseSync(file)
    this.#database.exec('PRAGMA busy_timeout = 5000')
    enterWal(this.#database)
    this.#database.exec('PRAGMA foreign_keys = ON')
    this.#migrate()
  }

  close(): void {
    this.#database.close()
  }

  /** Adds a job, unless one is queued or running: then that one comes back. */
  enqueue(kind: string, parameters: unknown): Job {
    return this.#transaction(() => {
      const active = this.#get("SELECT * FROM jobs WHERE status IN ('queued', 'running') ORDER BY id LIMIT 1")
      const added = () =>
        this.#get(
          "INSERT INTO jobs (kind, parameters, status, created) VALUES (?, ?, 'queued', ?) RETURNING *",
          kind,
          JSON.stringify(parameters),
          this.#now(),
        )
      return jobSchema.parse(active ?? added())
    })
  }

  /** Takes the oldest job that waits, or whose worker has gone quiet. One statement: no two get the same. */
  claim(worker: string): Job | null {
    const now = this.#now()
    const worn = 'its worker ended in the middle of it, again and again'
    this.#run(
      "UPDATE jobs SET status = 'failed', error = ?, finished = ?, claimed_by = NULL " +
        "WHERE status = 'running' AND lease_until < ? AND attempts >= ?",
      worn,
      now,
      now,
      maxAttempts,
    )
    const row = this.#get(
      `UPDATE jobs SET status = 'running', claimed_by = ?, lease_until = ?, started = ?, progress = NULL,
         attempts = attempts + 1
       WHERE id = (
         SELECT id FROM jobs WHERE status = 'queued' OR (status = 'running' AND lease_until < ?)
         ORDER BY id LIMIT 1
       ) RETURNING *`,
      worker,
      now + this.#lease,
      now,
      now,
    )
    return row ? jobSchema.parse(row) : null
  }

  /** Renews the lease and notes the progress; false where the job is not the worker's any more. */
  heartbeat(job: number, worker: string, progress: Progress | null): boolean {
    const changed = this.#run(
      `UPDATE jobs SET lease_until = ?, progress = coalesce(?, progress) ${owned}`,
      this.#now() + this.#lease,
      progress && JSON.stringify(progress),
      job,
      worker,
    )
    return changed === 1
  }

  /** Puts an unfinished job back into the queue, as if it had not been claimed. */
  release(job: number, worker: string): void {
    this.#run(
      `UPDATE jobs SET status = 'queued', claimed_by = NULL, lease_until = NULL, started = NULL,
         progress = NULL, attempts = attempts - 1 ${owned}`,
      job,
      worker,
    )
  }

  fail(job: number, worker: string, message: string): void {
    this.#run(
      `UPDATE jobs SET status = 'failed', error = ?, finished = ?, claimed_by = NULL ${owned}`,
      message,
      this.#now(),
      job,
      worker,
    )
  }

  /**
   * Ends a job, registers its model and lets it serve, all or nothing.
   *
   * @returns the model's version; null where the job is not the worker's any more
   */
  complete(job: number, worker: string, file: string, card: ModelCard): number | null {
    return this.#transaction(() => {
      const now = this.#now()
      const done = `UPDATE jobs SET status = 'done', finished = ?, claimed_by = NULL ${owned}`
      if (this.#run(done, now, job, worker) !== 1) return null
      const added = this.#get(
        'INSERT INTO models (job, file, card, created) VALUES (?, ?, ?, ?) RETURNING version',
        job,
        file,
        JSON.stringify(modelCardSchema.parse(card)),
        now,
      )
      const { version } = z.object({ version: z.int() }).parse(added)
      this.promote(version)
      return version
    })
  }

  /** Lets a model serve. */
  promote(version: number): void {
    this.#run(
      'INSERT INTO promoted (id, version) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET version = excluded.version',
      version,
    )
  }

  promotedVersion(): number | null {
    const row = this.#get('SELECT version FROM promoted')
    return row ? z.object({ version: z.int() }).parse(row).version : null
  }

  promotedModel(): StoredModel | null {
    const row = this.#get('SELECT models.* FROM models JOIN promoted USING (version)')
    return row ? modelSchema.parse(row) : null
  }

  lastJob(): Job | null {
    const row = this.#get('SELECT * FROM jobs ORDER BY id DESC LIMIT 1')
    return row ? jobSchema.parse(row) : null
  }

  /** The ratings that the next training will use, as the trainer found them. */
  dataset(): DatasetRecord | null {
    const row = this.#get("SELECT value FROM facts WHERE name = 'dataset'")
    return row ? z.object({ value: json.pipe(datasetRecordSchema) }).parse(row).value : null
  }

  setDataset(record: DatasetRecord): void {
    this.#run(
      "INSERT INTO facts (name, value) VALUES ('dataset', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      JSON.stringify(record),
    )
  }

  #migrate(): void {
    this.#transaction(() => {
      const row = this.#get('PRAGMA user_version')
      const { user_version: version } = z.object({ user_version: z.int() }).parse(row)
      for (const step of migrations.slice(version)) this.#database.exec(step)
      this.#database.exec(`PRAGMA user_version = ${Math.max(version, migrations.length)}`)
    })
  }

  #get(sql: string, ...values: SQLInputValue[]): unknown {
    return this.#database.prepare(sql).get(...values)
  }

  #run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#database.prepare(sql).run(...values).changes)
  }

  #transaction<T>(work: () => T): T {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.#database.exec('COMMIT')
      return result
    } catch (error) {
      this.#database.exec('ROLLBACK')
      throw error
    }
  }
}

const owned = "WHERE id = ? AND claimed_by = ? AND status = 'running'"

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
