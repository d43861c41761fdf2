import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { OnecycleError } from '@onecycle/tensor-core'
import { z } from 'zod'
import { mostOpinions, opinionSchema, type Opinion } from '../lib/opinion.ts'

/** Step i takes a file from version i to i + 1 (`PRAGMA user_version`). Never change one: add another. */
const migrations = [
  `
  CREATE TABLE opinions (
    visitor TEXT NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('rated', 'unseen', 'hidden')),
    rating REAL CHECK ((kind = 'rated') = (rating IS NOT NULL)),
    changed INTEGER NOT NULL,
    PRIMARY KEY (visitor, title)
  ) STRICT, WITHOUT ROWID;

  -- What each visitor changed last, and what was there before: null kind for nothing.
  CREATE TABLE last_changes (
    visitor TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    kind TEXT,
    rating REAL,
    changed INTEGER
  ) STRICT, WITHOUT ROWID;
  `,
]

export interface StoredOpinion {
  readonly title: string
  readonly opinion: Opinion
  readonly changed: Date
}

const row = z.object({
  title: z.string(),
  kind: z.string().nullable(),
  rating: z.number().nullable(),
  changed: z.int().nullable(),
})

export interface RatingsStoreOptions {
  /** Milliseconds since 1970. */
  readonly now?: () => number
  /** How many opinions one visitor may keep. Default 5,000. */
  readonly most?: number
}

/** What visitors make of films, in a SQLite file of its own. A film is known by its title, as models know it. */
export class RatingsStore {
  readonly #database: DatabaseSync
  readonly #now: () => number
  readonly #most: number

  constructor(file: string, { now = Date.now, most = mostOpinions }: RatingsStoreOptions = {}) {
    this.#now = now
    this.#most = most
    mkdirSync(dirname(file), { recursive: true })
    this.#database = new DatabaseSync(file)
    this.#database.exec('PRAGMA busy_timeout = 5000; PRAGMA secure_delete = ON')
    this.#migrate()
  }

  close(): void {
    this.#database.close()
  }

  /** A visitor's opinions, the latest first. */
  of(visitor: string): StoredOpinion[] {
    const rows = this.#database
      .prepare('SELECT * FROM opinions WHERE visitor = ? ORDER BY changed DESC, title')
      .all(visitor)
    return rows.map((found) => {
      const { title, changed, ...opinion } = row.parse(found)
      return { title, opinion: opinionSchema.parse(opinion), changed: new Date(changed!) }
    })
  }

  /**
   * Notes an opinion, or (null) forgets it.
   *
   * @throws OnecycleError `TOO_MANY_RATINGS`
   */
  set(visitor: string, title: string, opinion: Opinion | null): void {
    this.#transaction(() => {
      const before = this.#one('SELECT * FROM opinions WHERE visitor = ? AND title = ?', visitor, title)
      if (opinion && !before) this.#checkRoom(visitor)
      this.#write(visitor, title, opinion, this.#now())
      this.#database
        .prepare(
          'INSERT OR REPLACE INTO last_changes (visitor, title, kind, rating, changed) VALUES (?, ?, ?, ?, ?)',
        )
        .run(visitor, title, before?.kind ?? null, before?.rating ?? null, before?.changed ?? null)
    })
  }

  /** The title of the film that {@link undo} would put back; null where there is nothing to undo. */
  lastChange(visitor: string): string | null {
    return this.#one('SELECT * FROM last_changes WHERE visitor = ?', visitor)?.title ?? null
  }

  /** Takes the last change back. */
  undo(visitor: string): void {
    this.#transaction(() => {
      const last = this.#one('SELECT * FROM last_changes WHERE visitor = ?', visitor)
      if (!last) return
      const before = last.kind === null ? null : opinionSchema.parse(last)
      this.#write(visitor, last.title, before, last.changed ?? 0)
      this.#database.prepare('DELETE FROM last_changes WHERE visitor = ?').run(visitor)
    })
  }

  /** Deletes all that is known of a visitor. */
  forget(visitor: string): void {
    this.#transaction(() => {
      for (const table of ['opinions', 'last_changes'])
        this.#database.prepare(`DELETE FROM ${table} WHERE visitor = ?`).run(visitor)
    })
  }

  #checkRoom(visitor: string): void {
    const found = this.#database
      .prepare('SELECT count(*) AS count FROM opinions WHERE visitor = ?')
      .get(visitor)
    const { count } = z.object({ count: z.int() }).parse(found)
    if (count < this.#most) return
    throw new OnecycleError(
      'TOO_MANY_RATINGS',
      `You have ${count} ratings, and no more fit: remove one before you add another.`,
      { count },
    )
  }

  #write(visitor: string, title: string, opinion: Opinion | null, changed: number): void {
    if (!opinion) {
      this.#database.prepare('DELETE FROM opinions WHERE visitor = ? AND title = ?').run(visitor, title)
      return
    }
    const rating = opinion.kind === 'rated' ? opinion.rating : null
    this.#database
      .prepare(
        'INSERT OR REPLACE INTO opinions (visitor, title, kind, rating, changed) VALUES (?, ?, ?, ?, ?)',
      )
      .run(visitor, title, opinion.kind, rating, changed)
  }

  #one(sql: string, ...values: string[]): z.infer<typeof row> | undefined {
    const found = this.#database.prepare(sql).get(...values)
    return found && row.parse(found)
  }

  #migrate(): void {
    this.#transaction(() => {
      const found = this.#database.prepare('PRAGMA user_version').get()
      const { user_version: version } = z.object({ user_version: z.int() }).parse(found)
      for (const step of migrations.slice(version)) this.#database.exec(step)
      this.#database.exec(`PRAGMA user_version = ${Math.max(version, migrations.length)}`)
    })
  }

  #transaction(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      work()
      this.#database.exec('COMMIT')
    } catch (error) {
      this.#database.exec('ROLLBACK')
      throw error
    }
  }
}
