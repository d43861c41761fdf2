import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ModelCard } from '../lib/model-card.ts'
import { lessonRecipe } from '../lib/recipe.ts'
import { openStore, type Store } from './store.ts'

export interface TestStores {
  readonly folder: string
  readonly file: string
  /** Milliseconds since 1970, as the stores see it: tests move it on. */
  clock: number
  /** A connection of its own to the same file, as another process would have. */
  open(): Store
  close(): Promise<void>
}

export function testStores(): TestStores {
  const folder = mkdtempSync(join(tmpdir(), 'store-'))
  const opened: Store[] = []
  const stores: TestStores = {
    folder,
    file: join(folder, 'home', 'demo.sqlite'),
    clock: 1_000_000,
    open() {
      const store = openStore(stores.file, { now: () => stores.clock })
      opened.push(store)
      return store
    },
    async close() {
      for (const store of opened) await store.close()
      rmSync(folder, { recursive: true })
    },
  }
  return stores
}

export const testCard: ModelCard = {
  validLoss: 0.81,
  trainLoss: 0.6,
  epochs: 5,
  seconds: 10,
  ratingsPerSecond: 45_000,
  device: 'test',
  recipe: lessonRecipe,
  dataset: {
    kind: 'sample',
    name: 'sample',
    location: 'memory',
    citation: null,
    users: 1,
    films: 1,
    ratings: 1,
    whySample: null,
  },
}
