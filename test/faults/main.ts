/**
 * Kills the trainer, the site or a PostgreSQL at random moments, again and again, and looks whether anything is
 * lost: `npm run faults [-- --moments 50] [--seed 1] [--store sqlite|postgres]`. Exits with 1 where something is.
 */
import { parseArgs } from 'node:util'
import { survive } from './moments.ts'

const { values } = parseArgs({
  options: {
    moments: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    store: { type: 'string', default: 'sqlite' },
  },
})
const [moments, seed] = [Number(values.moments), Number(values.seed)]
const { store } = values
if (store !== 'sqlite' && store !== 'postgres') {
  console.error(`--store ${store}: expected sqlite or postgres`)
  process.exit(2)
}
console.log(`${moments} moments, seed ${seed}, ${store}, Node ${process.version}\n`)
try {
  const began = performance.now()
  const { killed, ratings, promotions, trainings, resumed } = await survive({
    moments,
    seed,
    store,
    log: console.log,
  })
  console.log(
    `\nKilled: the trainer ${killed.trainer} times, the site ${killed.site} times, the store's server ${killed.store} times, ` +
      `in ${Math.round((performance.now() - began) / 1000)} s` +
      `\nAcknowledged and still there: ${ratings} ratings, ${promotions} promotions, ${trainings} trainings` +
      `\nTrainings that were taken up again, to the same bytes: ${resumed}`,
  )
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
