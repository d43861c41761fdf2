import { expect, it } from 'vitest'
import { postgresPrograms } from '../../postgres.shared.ts'
import { survive } from './moments.ts'

// apps/demo/server/store-for-tests.ts says where there is no PostgreSQL, and fails in CI.
const stores = postgresPrograms() ? (['sqlite', 'postgres'] as const) : (['sqlite'] as const)

// At the same time: much of it is waiting for leases to run out.
it.concurrent.each(stores)(
  'loses nothing acknowledged, whatever is killed, and whenever, on %s',
  async (store) => {
    const { killed, ratings, promotions, trainings } = await survive({ moments: 10, seed: 1, store })
    expect(killed.trainer + killed.site + killed.store).toBeGreaterThanOrEqual(10)
    for (const acknowledged of [ratings, promotions, trainings]) expect(acknowledged).toBeGreaterThan(0)
  },
  600_000,
)
