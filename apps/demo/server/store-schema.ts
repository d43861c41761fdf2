/** Step i takes a store from version i to i + 1 (`PRAGMA user_version`). Never change one: add another. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE jobs (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    parameters TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'done', 'failed')),
    progress TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    claimed_by TEXT,
    lease_until INTEGER,
    created INTEGER NOT NULL,
    started INTEGER,
    finished INTEGER,
    error TEXT
  ) STRICT;
  CREATE INDEX jobs_by_status ON jobs (status, id);

  CREATE TABLE models (
    version INTEGER PRIMARY KEY AUTOINCREMENT,
    job INTEGER NOT NULL REFERENCES jobs (id),
    file TEXT NOT NULL,
    card TEXT NOT NULL,
    created INTEGER NOT NULL
  ) STRICT;

  -- One row: the model that serves.
  CREATE TABLE promoted (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL REFERENCES models (version)
  ) STRICT;

  -- What the trainer has found out, for the pages: JSON by name.
  CREATE TABLE facts (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT;
  `,
]
