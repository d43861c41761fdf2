/**
 * Feeds every parser with hostile inputs: `npm run fuzz [-- --runs 100000] [--seed 1] [--only NAME]`.
 *
 * Each parser has a thread of its own, so that one that never ends is told and stopped. Prints a table; a
 * failing input is made as small as it can be and printed. Exits with 1 where one fails.
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { fuzz, shownInput, type Fuzzed } from './fuzz.ts'
import { targets } from './targets.ts'

/** An input that takes as long as this will not end. */
const HANG_MS = 20_000

interface Work {
  readonly name: string
  readonly runs: number
  readonly seed: number
  /** How many inputs were begun. */
  readonly begun: Int32Array<SharedArrayBuffer>
}

if (isMainThread) await main()
else await fuzzHere(workerData as Work)

async function fuzzHere({ name, runs, seed, begun }: Work): Promise<void> {
  const target = targets.find((found) => found.name === name)!
  parentPort!.postMessage(await fuzz(target, { runs, seed, onInput: () => Atomics.add(begun, 0, 1) }))
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string' },
    },
  })
  const [runs, seed] = [Number(values.runs), Number(values.seed)]
  const waiting = targets.map(({ name }) => name).filter((name) => !values.only || name === values.only)
  console.log(`${runs} inputs a parser, seed ${seed}, Node ${process.version}\n`)
  console.log(
    '| parser | inputs | read | refused | slowest input, ms | largest memory, MiB |\n|---|---:|---:|---:|---:|---:|',
  )
  const workThrough = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const outcome = await inThread({ name, runs, seed }).catch((error: unknown) => ({ name, error }))
      if ('error' in outcome) {
        console.log(`| ${name} | ${String(outcome.error)} |`)
        process.exitCode = 1
      } else tell(outcome)
    }
  }
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, workThrough))
}

function inThread(work: Omit<Work, 'begun'>): Promise<Fuzzed> {
  const begun = new Int32Array(new SharedArrayBuffer(4))
  const thread = new Worker(new URL(import.meta.url), { workerData: { ...work, begun } })
  return new Promise((resolve, reject) => {
    let [last, since] = [-1, performance.now()]
    const watch = setInterval(() => {
      const count = Atomics.load(begun, 0)
      if (count !== last) [last, since] = [count, performance.now()]
      else if (performance.now() - since > HANG_MS) {
        reject(new Error(`input ${count} did not end within ${HANG_MS} ms`))
        void thread.terminate()
      }
    }, 500)
    thread.once('message', resolve).once('error', reject)
    thread.once('exit', () => {
      clearInterval(watch)
      reject(new Error('it ended without a result'))
    })
  })
}

function tell({ name, inputs, read, refused, slowest, largest, failure }: Fuzzed): void {
  const memory = (largest.memory / 2 ** 20).toFixed(1)
  console.log(`| ${name} | ${inputs} | ${read} | ${refused} | ${slowest.ms.toFixed(1)} | ${memory} |`)
  if (!failure) return
  console.log(`\n${name} fails: ${failure.message}\n${shownInput(failure.input)}\n`)
  process.exitCode = 1
}
