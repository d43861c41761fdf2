import { existsSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { Store } from './store.ts'

const row = z.object({
  visitor: z.string(),
  title: z.string(),
  kind: z.string().nullable(),
  rating: z.number().nullable(),
  changed: z.int().nullable(),
})

/** Moves visitors' ratings from the file of an older version into the store. What the store has already stays. */
export async function takeOverRatings(store: Store, file: string): Promise<void> {
  if (!existsSync(file)) return
  const old = new DatabaseSync(file)
  const { user_version: version } = z
    .object({ user_version: z.int() })
    .parse(old.prepare('PRAGMA user_version').get())
  // Where another process has just moved and removed them, there are no tables.
  const tables = version === 0 ? [] : ['opinions', 'last_changes']
  await store.transaction(async (inside) => {
    for (const table of tables) {
      for (const each of old.prepare(`SELECT * FROM ${table}`).all()) {
        const { visitor, title, kind, rating, changed } = row.parse(each)
        await inside.run(
          `INSERT INTO ${table} (visitor, title, kind, rating, changed) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
          visitor,
          title,
          kind,
          rating,
          changed,
        )
      }
    }
  })
  old.close()
  rmSync(file, { force: true })
}
