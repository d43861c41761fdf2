import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatTable } from '@onecycle/tensor-core'
import { start, type Conversation } from '../harness.ts'
import { contestants, type AccuracyContestant, type Answer } from './contestants.ts'
import { publishedFolds, stratifiedFolds, type Fold } from './folds.ts'
import { qualityOf, type Quality } from './quality.ts'

const SEEDS = [1, 2, 3, 4, 5]

interface Entry {
  readonly name: string
  readonly folds: readonly Quality[]
}

/** Quality of lists and predictions on MovieLens 100k, and the time to train, beside the Python packages. */
export async function accuracy({ peers }: { peers: boolean }): Promise<object> {
  console.log(
    `MovieLens 100k; ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}, ` +
      `load ${loadavg()[0]!.toFixed(2)}, one thread each\n`,
  )
  const folder = await mkdtemp(join(tmpdir(), 'onecycle-accuracy-'))
  const lists = await compete(contestants, await stratifiedFolds(SEEDS, folder), peers)
  await rm(folder, { recursive: true })
  const shown = ['ndcg', 'map', 'precision', 'recall', 'rmse', 'mae', 'seconds'] as const
  console.log(`\n75/25 by user, k = 10, any rating is relevant: mean and spread of seeds ${SEEDS.join(', ')}`)
  print(lists, shown, 'ndcg')
  const predictions = await compete(
    contestants.filter(({ predicts }) => predicts),
    await publishedFolds(),
    peers,
  )
  console.log('\nfolds u1 to u5: mean and spread')
  print(predictions, ['rmse', 'mae', 'seconds'], 'rmse')
  return { lists, predictions }
}

/** Every contestant on every fold; contestants take turns on each. Prints who is missing, and why. */
async function compete(
  all: readonly AccuracyContestant[],
  folds: readonly Fold[],
  peers: boolean,
): Promise<Entry[]> {
  const running: { name: string; process: Conversation; folds: Quality[] }[] = []
  for (const contestant of all) {
    try {
      const process = await start(contestant, peers)
      const { version } = (await process.ask()) as { version: string }
      console.log(`  ${contestant.name}: ${version}`)
      running.push({ name: contestant.name, process, folds: [] })
    } catch (error) {
      console.log(
        `not measured: ${contestant.name} (${error instanceof Error ? error.message : String(error)})`,
      )
    }
  }
  const failed = new Set<string>()
  for (const fold of folds) {
    process.stderr.write(`${fold.name} ...\n`)
    for (const { name, process, folds: done } of running.filter(({ name }) => !failed.has(name))) {
      try {
        done.push(await qualityOf((await process.ask(JSON.stringify(fold))) as Answer, fold))
      } catch (error) {
        failed.add(name)
        console.log(`not measured: ${name} (${error instanceof Error ? error.message : String(error)})`)
      }
    }
  }
  for (const { process } of running) process.end()
  return running.filter(({ name }) => !failed.has(name)).map(({ name, folds }) => ({ name, folds }))
}

/** A table, best first. */
function print(entries: readonly Entry[], shown: readonly (keyof Quality)[], by: 'ndcg' | 'rmse'): void {
  const sign = by === 'ndcg' ? -1 : 1
  const rank = ({ folds }: Entry) => {
    const { mean } = summary(folds.map((fold) => fold[by]))
    return Number.isNaN(mean) ? Infinity : sign * mean
  }
  console.log(
    formatTable(
      ['', ...shown],
      entries
        .toSorted((a, b) => rank(a) - rank(b))
        .map(({ name, folds }) => [name, ...shown.map((each) => text(folds.map((fold) => fold[each])))]),
    ),
  )
}

function text(values: readonly number[]): string {
  const { mean, sd } = summary(values)
  return Number.isNaN(mean) ? '' : `${mean.toPrecision(4)} ± ${sd.toPrecision(1)}`
}

function summary(values: readonly number[]): { mean: number; sd: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, sd: Math.sqrt(squares / Math.max(1, values.length - 1)) }
}
