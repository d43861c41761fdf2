import { z } from 'zod'
import { datasetRecordSchema, type DatasetRecord } from '../lib/dataset-record.ts'
import { json } from './rows.ts'
import type { Store } from './store.ts'

/** The ratings that the next training will use, as the trainer found them. */
export const dataset = (store: Store): Promise<DatasetRecord | null> =>
  fact(store, 'dataset', datasetRecordSchema)

export const setDataset = (store: Store, record: DatasetRecord): Promise<void> =>
  setFact(store, 'dataset', record)

/** What the trainer that started last trains on, as its driver names it. */
export const trainerDevice = (store: Store): Promise<string | null> => fact(store, 'device', z.string())

export const setTrainerDevice = (store: Store, device: string): Promise<void> =>
  setFact(store, 'device', device)

async function fact<T>(store: Store, name: string, schema: z.ZodType<T>): Promise<T | null> {
  const row = await store.get('SELECT value FROM facts WHERE name = ?', name)
  return row ? json.pipe(schema).parse(z.object({ value: z.string() }).parse(row).value) : null
}

async function setFact(store: Store, name: string, value: unknown): Promise<void> {
  await store.run(
    'INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    name,
    JSON.stringify(value),
  )
}
