import { z } from 'zod'
import { datasetRecordSchema, type DatasetRecord } from '../lib/dataset-record.ts'
import { json } from './rows.ts'
import type { Store } from './store.ts'

/** The ratings that the next training will use, as the trainer found them. */
export async function dataset(store: Store): Promise<DatasetRecord | null> {
  const row = await store.get("SELECT value FROM facts WHERE name = 'dataset'")
  return row ? z.object({ value: json.pipe(datasetRecordSchema) }).parse(row).value : null
}

export async function setDataset(store: Store, record: DatasetRecord): Promise<void> {
  await store.run(
    "INSERT INTO facts (name, value) VALUES ('dataset', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    JSON.stringify(record),
  )
}
