/** Step i takes a store from version i to i + 1 (`PRAGMA user_version`). Never change one: add another. */
export const migrations: readonly string[] = [
  '', // What there was before the first release.
  `
  DROP TABLE IF EXISTS promoted;
  DROP TABLE IF EXISTS models;
  DROP TABLE IF EXISTS jobs;
  DROP TABLE IF EXISTS facts;

  CREATE TABLE jobs (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    parameters TEXT NOT NULL,
    -- Whether the model serves as soon as it is there.
    serve INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    cancel_requested INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    claimed_by TEXT,
    device TEXT,
    lease_until INTEGER,
    created INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX jobs_by_status ON jobs (status, id);
  CREATE INDEX jobs_by_kind ON jobs (kind, id);

  -- What happened to a job, numbered from 1: JSON.
  CREATE TABLE events (
    job INTEGER NOT NULL REFERENCES jobs (id),
    seq INTEGER NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (job, seq)
  ) STRICT;

  CREATE TABLE models (
    version INTEGER PRIMARY KEY AUTOINCREMENT,
    job INTEGER NOT NULL REFERENCES jobs (id),
    -- NULL: the file was removed to make room.
    file TEXT,
    card TEXT NOT NULL,
    created INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX models_by_job ON models (job, version);

  -- The newest that is not rolled back names the model that serves.
  CREATE TABLE promotions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL REFERENCES models (version),
    rolled_back INTEGER NOT NULL DEFAULT 0,
    created INTEGER NOT NULL
  ) STRICT;

  -- What the trainer has found out, for the pages: JSON by name.
  CREATE TABLE facts (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT;
  `,
]
