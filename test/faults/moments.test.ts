import { expect, it } from 'vitest'
import { survive } from './moments.ts'

it('loses nothing acknowledged, whenever the trainer or the site is killed', async () => {
  const { killed, ratings, promotions, trainings } = await survive({ moments: 10, seed: 1 })
  expect(killed.trainer + killed.site).toBeGreaterThanOrEqual(10)
  for (const acknowledged of [ratings, promotions, trainings]) expect(acknowledged).toBeGreaterThan(0)
}, 600_000)
