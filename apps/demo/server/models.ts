import { OnecycleError } from '@onecycle/tensor-core'
import { z } from 'zod'
import { modelCardSchema, type ModelCard } from '../lib/model-card.ts'
import { json, time } from './rows.ts'
import type { Store } from './store.ts'

const modelSchema = z.object({
  version: z.int(),
  job: z.int(),
  file: z.string().nullable(),
  card: json.pipe(modelCardSchema),
  created: time,
})

export type Model = z.infer<typeof modelSchema>

/** The file of the ranker that was trained along with a model: beside the model's. */
export const rankerFileOf = (file: string): string => file.replace(/\.safetensors$/, '.ranker.safetensors')

/** Registers a model. @returns its version */
export async function addModel(store: Store, job: number, file: string, card: ModelCard): Promise<number> {
  const row = await store.get(
    'INSERT INTO models (job, file, card, created) VALUES (?, ?, ?, ?) RETURNING version',
    job,
    file,
    JSON.stringify(modelCardSchema.parse(card)),
    store.now(),
  )
  return versionOf(row)!
}

export async function modelOf(store: Store, version: number): Promise<Model | null> {
  const row = await store.get('SELECT * FROM models WHERE version = ?', version)
  return row ? modelSchema.parse(row) : null
}

/** The last model that each of some jobs left, by job. */
export async function modelsOfJobs(store: Store, jobs: readonly number[]): Promise<Map<number, Model>> {
  if (jobs.length === 0) return new Map() // PostgreSQL has no empty IN ()
  const marks = jobs.map(() => '?').join(', ')
  const rows = await store.all(`SELECT * FROM models WHERE job IN (${marks}) ORDER BY version`, ...jobs)
  return new Map(rows.map((row) => modelSchema.parse(row)).map((model) => [model.job, model]))
}

/** Lets a model serve from now on. @throws OnecycleError `NO_SUCH_MODEL`, `FILE_REMOVED`, `CANNOT_SERVE` */
export const promote = (store: Store, version: number): Promise<void> =>
  store.transaction(async (inside) => {
    const model = await modelOf(inside, version)
    if (!model) throw new OnecycleError('NO_SUCH_MODEL', `there is no model ${version}`, { version })
    if (model.file === null) {
      throw new OnecycleError('FILE_REMOVED', `the file of model ${version} was removed to make room`, {
        version,
      })
    }
    if (model.card.recipe.model !== 'dot-bias') {
      throw new OnecycleError(
        'CANNOT_SERVE',
        `model ${version} is a network: it can neither take a new visitor in nor be looked into; serve a dot-bias model`,
        { version },
      )
    }
    if ((await promotedVersion(inside)) === version) return
    await inside.run('INSERT INTO promotions (version, created) VALUES (?, ?)', version, inside.now())
  })

/** Lets the model serve again that did before. @returns its version @throws OnecycleError `NOTHING_BEFORE` */
export const rollBack = (store: Store): Promise<number> =>
  store.transaction(async (inside) => {
    const before = await versionBefore(inside)
    if (before === null) {
      throw new OnecycleError('NOTHING_BEFORE', 'no model served before this one whose file is still there')
    }
    await inside.run(
      `UPDATE promotions SET rolled_back = 1 WHERE rolled_back = 0 AND id >
         (SELECT max(id) FROM promotions WHERE rolled_back = 0 AND version = ?
          AND id < (SELECT max(id) FROM promotions WHERE rolled_back = 0))`,
      before,
    )
    return before
  })

/** What a roll back would let serve; null where there is nothing. */
export async function versionBefore(store: Store): Promise<number | null> {
  const row = await store.get(
    `SELECT promotions.version FROM promotions JOIN models USING (version)
     WHERE rolled_back = 0 AND file IS NOT NULL
       AND promotions.id < (SELECT max(id) FROM promotions WHERE rolled_back = 0)
     ORDER BY promotions.id DESC LIMIT 1`,
  )
  return versionOf(row)
}

/** The version that serves; null where there is none yet. */
export const promotedVersion = async (store: Store): Promise<number | null> =>
  versionOf(await store.get('SELECT version FROM promotions WHERE rolled_back = 0 ORDER BY id DESC LIMIT 1'))

/** All versions that were promoted and not rolled back, the last first: the one that serves, then what did before. */
export async function promotedVersions(store: Store): Promise<number[]> {
  const rows = await store.all(
    'SELECT version, max(id) AS last FROM promotions WHERE rolled_back = 0 GROUP BY version ORDER BY last DESC',
  )
  return rows.map((row) => versionOf(row)!)
}

export async function promotedModel(store: Store): Promise<Model | null> {
  const version = await promotedVersion(store)
  return version === null ? null : modelOf(store, version)
}

/**
 * Takes the files of all but the newest models from them; the one that serves keeps its, and so does the one
 * that would stand in for it.
 *
 * @returns the files, which the caller removes
 */
export const releaseFiles = (store: Store, keep: number): Promise<string[]> =>
  store.transaction(async (inside) => {
    const rows = await inside.all(
      'SELECT version, file FROM models WHERE file IS NOT NULL AND version NOT IN (?, ?) ORDER BY version DESC',
      (await promotedVersion(inside)) ?? 0,
      (await versionBefore(inside)) ?? 0,
    )
    const old = z
      .array(z.object({ version: z.int(), file: z.string() }))
      .parse(rows)
      .slice(keep)
    for (const { version } of old)
      await inside.run('UPDATE models SET file = NULL WHERE version = ?', version)
    return old.map(({ file }) => file)
  })

const versionOf = (row: unknown): number | null =>
  row ? z.object({ version: z.int() }).parse(row).version : null
