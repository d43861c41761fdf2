import { promotedVersion, type Model } from '../models.ts'
import type { Run } from '../runs.ts'
import type { Store } from '../store.ts'

/** Runs as the API shows them. */
export async function describedRuns(store: Store, runs: readonly Run[]) {
  const serving = await promotedVersion(store)
  const described = ({ version, file, card }: Model) => ({
    version,
    serves: version === serving,
    downloadable: file !== null,
    card,
  })
  return runs.map(({ model, created, ...run }) => ({
    ...run,
    created: created.toISOString(),
    model: model && described(model),
  }))
}
