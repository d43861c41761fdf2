/**
 * Kills the trainer or the site at random moments, again and again, and looks whether anything is lost:
 * `npm run faults [-- --moments 50] [--seed 1]`. Exits with 1 where something is.
 */
import { parseArgs } from 'node:util'
import { survive } from './moments.ts'

const { values } = parseArgs({
  options: {
    moments: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
  },
})
const [moments, seed] = [Number(values.moments), Number(values.seed)]
console.log(`${moments} moments, seed ${seed}, Node ${process.version}\n`)
try {
  const began = performance.now()
  const { killed, ratings, promotions, trainings, resumed } = await survive({
    moments,
    seed,
    log: console.log,
  })
  console.log(
    `\nSIGKILL: the trainer ${killed.trainer} times, the site ${killed.site} times, in ${Math.round((performance.now() - began) / 1000)} s` +
      `\nAcknowledged and still there: ${ratings} ratings, ${promotions} promotions, ${trainings} trainings` +
      `\nTrainings that were taken up again, to the same bytes: ${resumed}`,
  )
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
