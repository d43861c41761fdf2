// Trains the recipe and keeps the model (and the left-out rows) for experiments.
import { initBackend, Generator } from '@onecycle/tensor-core'
import { CollabDataLoaders, collabLearner, encodeRecommender } from '@onecycle/collab'
import { movieLens100k } from '@onecycle/collab/node'
import { writeFileSync } from 'node:fs'
await initBackend(['wasm'])
const { ratings } = await movieLens100k({ dir: '/work/shared/data/ml-100k' })
// hold out 10% of users entirely; train on others
const rng = new Generator(7)
const users = [...new Set(Array.from(ratings.user))].sort((a, b) => Number(a) - Number(b))
const perm = rng.permutation(users.length)
const held = new Set(Array.from(perm.slice(0, 94), (i) => users[i]!))
const rows = (keep: (u: any) => boolean) => Array.from(ratings.rating.keys()).filter((i) => keep(ratings.user[i])).map((i) => ({ user: ratings.user[i]!, item: ratings.title![i]!, rating: ratings.rating[i]! }))
const go = async (name: string, data: any[], validPct: number) => {
  const dls = CollabDataLoaders.fromRatings(data, { validPct, seed: 42, batchSize: 64 })
  const learn = await collabLearner(dls, { nFactors: 40, yRange: [0, 5.5], wd: 0.1 })
  await learn.fitOneCycle(5, 5e-3)
  console.log(name, learn.recorder.epochs.at(-1))
  const rec = await learn.recommender()
  writeFileSync(`/tmp/bench/${name}.bin`, encodeRecommender(rec))
  learn.dispose()
}
const rest = rows((u) => !held.has(u))
await go('rest', rest, 0.1)
writeFileSync('/tmp/bench/held.json', JSON.stringify(rows((u) => held.has(u))))
// split per held user 80/20; full model trained on everything but the 20 % of held users
const heldRows = rows((u) => held.has(u))
const r2 = new Generator(9)
const isTest = heldRows.map(() => r2.uniform() < 0.2)
const testRows = heldRows.filter((_, i) => isTest[i]); const known = heldRows.filter((_, i) => !isTest[i])
writeFileSync('/tmp/bench/heldtest.json', JSON.stringify({ testRows, known }))
await go('full', [...rest, ...known], 0.0001)
