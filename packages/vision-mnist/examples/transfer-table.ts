// What transfer learning gains, over five seeds: pnpm --filter @onecycle/vision-mnist run transfer
import { formatTable, initBackend } from '@onecycle/tensor-core'
import { realDigits } from '../src/real-digits-for-tests.ts'
import { prepare, ways } from './transfer-learning.ts'

await initBackend(['wasm'])
const digits = await realDigits()
const tasks = []
for (const seed of [1, 2, 3, 4, 5]) tasks.push(await prepare(digits, seed))

const percent = (share: number) => (100 * share).toFixed(2)
const rows = []
for (const [name, way] of Object.entries(ways)) {
  const shares = []
  for (const task of tasks) shares.push(await way(task))
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
  const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / (shares.length - 1)
  rows.push([
    name,
    percent(mean),
    percent(Math.sqrt(variance)),
    percent(Math.min(...shares)),
    percent(Math.max(...shares)),
  ])
}
console.log('digits 5 to 9 from 100 images of each, six epochs: accuracy in %, five seeds')
console.log(formatTable(['way', 'mean', 'sd', 'min', 'max'], rows))
