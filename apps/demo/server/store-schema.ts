/** Words that SQLite and PostgreSQL have different ones for. */
export interface Dialect {
  /** 64 bits. */
  readonly integer: string
  /** A primary key that the database counts up. */
  readonly id: string
  /** One that is never given a second time, even where the newest row went. */
  readonly lastingId: string
  /** After a table: types are kept. */
  readonly strict: string
}

/** Step i takes a store from version i to i + 1. Never change one: add another. */
export const migrations = ({ integer, id, lastingId, strict }: Dialect): readonly string[] => [
  '', // What there was before the first release.
  `
  DROP TABLE IF EXISTS promoted;
  DROP TABLE IF EXISTS models;
  DROP TABLE IF EXISTS jobs;
  DROP TABLE IF EXISTS facts;

  CREATE TABLE jobs (
    id ${id},
    kind TEXT NOT NULL,
    parameters TEXT NOT NULL,
    -- Whether the model serves as soon as it is there.
    serve ${integer} NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    cancel_requested ${integer} NOT NULL DEFAULT 0,
    attempts ${integer} NOT NULL DEFAULT 0,
    claimed_by TEXT,
    device TEXT,
    lease_until ${integer},
    created ${integer} NOT NULL
  ) ${strict};
  CREATE INDEX jobs_by_status ON jobs (status, id);
  CREATE INDEX jobs_by_kind ON jobs (kind, id);

  -- What happened to a job, numbered from 1: JSON.
  CREATE TABLE events (
    job ${integer} NOT NULL REFERENCES jobs (id),
    seq ${integer} NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (job, seq)
  ) ${strict};

  CREATE TABLE models (
    version ${lastingId},
    job ${integer} NOT NULL REFERENCES jobs (id),
    -- NULL: the file was removed to make room.
    file TEXT,
    card TEXT NOT NULL,
    created ${integer} NOT NULL
  ) ${strict};
  CREATE INDEX models_by_job ON models (job, version);

  -- The newest that is not rolled back names the model that serves.
  CREATE TABLE promotions (
    id ${lastingId},
    version ${integer} NOT NULL REFERENCES models (version),
    rolled_back ${integer} NOT NULL DEFAULT 0,
    created ${integer} NOT NULL
  ) ${strict};

  -- What the trainer has found out, for the pages: JSON by name.
  CREATE TABLE facts (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) ${strict};
  `,
  `
  -- What visitors make of films.
  CREATE TABLE opinions (
    visitor TEXT NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('rated', 'unseen', 'hidden')),
    rating REAL CHECK ((kind = 'rated') = (rating IS NOT NULL)),
    changed ${integer} NOT NULL,
    PRIMARY KEY (visitor, title)
  ) ${strict};

  -- What each visitor changed last, and what was there before: null kind for nothing.
  CREATE TABLE last_changes (
    visitor TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    kind TEXT,
    rating REAL,
    changed ${integer}
  ) ${strict};
  `,
]
