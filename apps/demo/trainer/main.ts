/**
 * The trainer: a process of its own that takes jobs from the store, so that the site never blocks.
 *
 *     node trainer/main.ts                           with the built packages
 *     node --conditions=source trainer/main.ts       with their sources
 */
import { mkdirSync } from 'node:fs'
import { getPriority, setPriority } from 'node:os'
import { initBackend, OnecycleError } from '@onecycle/tensor-core'
import { backendsFromEnvironment } from '@onecycle/tensor-core/node'
import { lessonRecipe } from '../lib/recipe.ts'
import type { DatasetRecord } from '../lib/dataset-record.ts'
import { isActive } from '../lib/run-state.ts'
import { findDataset, sameDataset } from '../server/dataset.ts'
import { modelsFolder } from '../server/home.ts'
import { enqueue, newestJobs } from '../server/jobs.ts'
import { trainerLog } from '../server/log.ts'
import { promotedModel } from '../server/models.ts'
import { setDataset, setTrainerDevice } from '../server/facts.ts'
import { openStore, storeTarget, type Store } from '../server/store.ts'
import { removeLeftovers } from './leftovers.ts'
import { openPatiently } from './patient-store.ts'
import { work } from './worker.ts'

const stopping = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stopping.abort())
// The process that started this one is gone: so nothing is left behind.
process.on('disconnect', () => stopping.abort())

const log = trainerLog()

/** Whoever asks the site for something comes first, where both want the same core: ten steps of niceness. */
const giveWay = () => setPriority(Math.min(19, getPriority() + 10))

async function main(): Promise<void> {
  giveWay()
  const { name: backend, device, byItself } = await initBackend(backendsFromEnvironment())
  const dataset = await findDataset(stopping.signal)
  mkdirSync(modelsFolder(), { recursive: true })
  await removeLeftovers(modelsFolder()).catch((err: unknown) => log.warn({ err }, 'files left over'))
  const target = storeTarget()
  const store = await openPatiently(() => openStore(target), { signal: stopping.signal, log })
  try {
    await setDataset(store, dataset.record)
    await setTrainerDevice(store, device)
    log.info(`data ${describe(dataset.record)}`)
    log.info(`device ${device}`)
    const serving = await promotedModel(store)
    if (!serving || !sameDataset(serving.card.dataset, dataset.record)) {
      const what = serving
        ? 'the model is made from other ratings: training a new one'
        : 'no model yet: training one'
      log.info(what)
      await trainFirst(store)
    }
    const { signal } = stopping
    await work({ store, dataset, backend, byItself, modelsFolder: modelsFolder(), signal, log })
  } finally {
    await store.close()
  }
}

/** Asks for a model that serves, behind whatever was asked for before; one that is under way will do, too. */
async function trainFirst(store: Store): Promise<void> {
  const [newest] = await newestJobs(store, 'train', 1)
  if (newest?.serve && isActive(newest)) return
  await enqueue(store, [{ kind: 'train', parameters: lessonRecipe, serve: true }], { behind: true })
}

const describe = ({ name, ratings, users, films, location, whySample }: DatasetRecord) =>
  `${name}: ${ratings} ratings of ${films} films by ${users} users, ` +
  (whySample === null ? `from ${location}` : `invented, because ${whySample}`)

try {
  await main()
} catch (error) {
  if (!stopping.signal.aborted) {
    console.error(OnecycleError.is(error) ? error.message : error)
    process.exitCode = 1
  }
}
// Nothing should be left that keeps the process up; where a backend leaves something, it is no reason to stay.
process.exit()
