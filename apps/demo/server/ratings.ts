import { OnecycleError } from '@onecycle/tensor-core'
import { z } from 'zod'
import { mostOpinions, opinionSchema, type Opinion } from '../lib/opinion.ts'
import { time } from './rows.ts'
import type { Store } from './store.ts'

/** What a visitor makes of a film. A film is known by its title, as models know it. */
export interface StoredOpinion {
  readonly title: string
  readonly opinion: Opinion
  readonly changed: Date
}

/** A row of either table; a last change that put an opinion where there was none has null for what was there. */
const row = z.object({
  title: z.string(),
  kind: z.string().nullable(),
  rating: z.number().nullable(),
  changed: z.int().nullable(),
})

/** A visitor's opinions, the latest first. */
export async function opinionsOf(store: Store, visitor: string): Promise<StoredOpinion[]> {
  const rows = await store.all(
    'SELECT * FROM opinions WHERE visitor = ? ORDER BY changed DESC, title',
    visitor,
  )
  return rows.map((found) => {
    const { title, changed, ...opinion } = row.parse(found)
    return { title, opinion: opinionSchema.parse(opinion), changed: time.parse(changed) }
  })
}

/**
 * Notes an opinion, or (null) forgets it.
 *
 * @throws OnecycleError `TOO_MANY_RATINGS`
 */
export const setOpinion = (
  store: Store,
  visitor: string,
  title: string,
  opinion: Opinion | null,
): Promise<void> =>
  store.transaction(async (inside) => {
    const found = await inside.get('SELECT * FROM opinions WHERE visitor = ? AND title = ?', visitor, title)
    const before = found ? row.parse(found) : null
    if (opinion && !before) await checkRoom(inside, visitor)
    await write(inside, visitor, title, opinion && opinionSchema.parse(opinion), inside.now())
    await inside.run('DELETE FROM last_changes WHERE visitor = ?', visitor)
    await inside.run(
      'INSERT INTO last_changes (visitor, title, kind, rating, changed) VALUES (?, ?, ?, ?, ?)',
      visitor,
      title,
      before?.kind ?? null,
      before?.rating ?? null,
      before?.changed ?? null,
    )
  })

/** The title of the film that {@link undo} would put back; null where there is nothing to undo. */
export const lastChange = async (store: Store, visitor: string): Promise<string | null> =>
  (await lastChangeOf(store, visitor))?.title ?? null

/** Takes the last change back. */
export const undo = (store: Store, visitor: string): Promise<void> =>
  store.transaction(async (inside) => {
    const last = await lastChangeOf(inside, visitor)
    if (!last) return
    const before = last.kind === null ? null : opinionSchema.parse(last)
    await write(inside, visitor, last.title, before, last.changed ?? 0)
    await inside.run('DELETE FROM last_changes WHERE visitor = ?', visitor)
  })

/** Deletes all that is known of a visitor. */
export async function forget(store: Store, visitor: string): Promise<void> {
  await store.transaction(async (inside) => {
    for (const table of ['opinions', 'last_changes'])
      await inside.run(`DELETE FROM ${table} WHERE visitor = ?`, visitor)
  })
  await store.scrub()
}

async function lastChangeOf(store: Store, visitor: string): Promise<z.infer<typeof row> | null> {
  const found = await store.get('SELECT * FROM last_changes WHERE visitor = ?', visitor)
  return found ? row.parse(found) : null
}

async function checkRoom(store: Store, visitor: string): Promise<void> {
  const found = await store.get('SELECT count(*) AS count FROM opinions WHERE visitor = ?', visitor)
  const { count } = z.object({ count: z.int() }).parse(found)
  if (count < mostOpinions) return
  throw new OnecycleError(
    'TOO_MANY_RATINGS',
    `You have ${count} ratings, and no more fit: remove one before you add another.`,
    { count },
  )
}

async function write(
  store: Store,
  visitor: string,
  title: string,
  opinion: Opinion | null,
  changed: number,
): Promise<void> {
  await store.run('DELETE FROM opinions WHERE visitor = ? AND title = ?', visitor, title)
  if (!opinion) return
  await store.run(
    'INSERT INTO opinions (visitor, title, kind, rating, changed) VALUES (?, ?, ?, ?, ?)',
    visitor,
    title,
    opinion.kind,
    opinion.kind === 'rated' ? opinion.rating : null,
    changed,
  )
}
