/** Takes jobs from the store given until none is left, tells of each, and prints which it had. */
import { claim, end, heartbeat } from './jobs.ts'
import { openStore } from './store.ts'

const [target, name] = process.argv.slice(2)
const store = openStore(target!)
const worker = { id: name!, device: name! }
const curve = { type: 'lr-curve' as const, lrs: [], losses: [], suggestions: {} }

const taken: number[] = []
for (let job = await claim(store, worker); job; job = await claim(store, worker)) {
  taken.push(job.id)
  for (const _ of [1, 2, 3]) await heartbeat(store, job.id, worker, [curve])
  await end(store, job.id, worker, 'done')
}
await store.close()
console.log(JSON.stringify(taken))
