/**
 * `npm run soak -- [--minutes 30] [--per-second 10]`: the built site and its trainer on sample data under a
 * steady mix of requests, ratings, streams of events that come and go, trainings and promotions. Prints memory
 * and event-loop delay once a minute, and a verdict: 1 where memory grows, a request fails or a rating is lost.
 * On Linux, which says how large another process is.
 */
import { cpus, loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { formatTable } from '@onecycle/tensor-core'
import { RatingVisitors } from './rating-visitors.ts'
import { builtSite, startSite, type MeasuredSite } from './site.ts'

/** By how much the last third may be larger than the middle one. */
const growth = 0.1

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    'per-second': { type: 'string', default: '10' },
  },
})
const minutes = Number(values.minutes)
const perSecond = Number(values['per-second'])
if (!(minutes >= 3) || !(perSecond > 0)) {
  console.error(
    `usage: npm run soak -- [--minutes N, at least 3] [--per-second N]; got ${process.argv.slice(2).join(' ')}`,
  )
  process.exit(2)
}

const pages = [
  '/',
  '/rate',
  '/recommendations?user=7',
  '/bias',
  '/pca',
  '/train',
  '/mnist',
  '/quality',
  '/api',
  '/lesson',
]
const statuses = new Map<string, number>()
const count = (status: string | number) => statuses.set(`${status}`, (statuses.get(`${status}`) ?? 0) + 1)

/** What a visitor asks for, in turns: lists, a fold-in, a page. */
async function ask(site: MeasuredSite, turn: number, titles: readonly string[]): Promise<void> {
  const response = await (turn % 10 === 0
    ? fetch(site.address + pages[(turn / 10) % pages.length]!)
    : turn % 10 === 5
      ? site.post('/api/fold-in', {
          ratings: titles.slice(turn % 5).map((item, i) => ({ item, rating: 1 + (i % 5) })),
        })
      : fetch(`${site.address}/api/recommend?user=${1 + (turn % 900)}&n=10`))
  await response.arrayBuffer()
  count(response.status)
}

/** Visitors who look at the newest training for a while, and go. */
async function watch({ address }: MeasuredSite, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const { run } = (await (await fetch(`${address}/api/training`)).json()) as { run: { id: number } }
    const leaving = AbortSignal.any([signal, AbortSignal.timeout(2000)])
    try {
      const response = await fetch(`${address}/api/runs/${run.id}/events`, { signal: leaving })
      await response.arrayBuffer()
    } catch (error) {
      if (!leaving.aborted) throw error
    }
    await sleep(500, undefined, { signal }).catch(() => undefined)
  }
}

/** Lets the newest model serve, and the one before again. */
async function promoteInTurns(site: MeasuredSite, signal: AbortSignal): Promise<void> {
  let path = ''
  while (!signal.aborted) {
    await sleep(20_000, undefined, { signal }).catch(() => undefined)
    if (path.endsWith('/promote')) path = '/api/models/roll-back'
    else {
      const version = await newestModel(site)
      if (version === null || version === (await servingModel(site))) continue // the next is being trained
      path = `/api/models/${version}/promote`
    }
    const response = await site.post(path)
    const answer = await response.text()
    count(response.status)
    if (!response.ok) console.error(`${path}: ${answer}`)
  }
}

async function newestModel({ address }: MeasuredSite): Promise<number | null> {
  const { run } = (await (await fetch(`${address}/api/training`)).json()) as {
    run: { model: { version: number } | null }
  }
  return run.model?.version ?? null
}

async function servingModel({ address }: MeasuredSite): Promise<number> {
  const answer = (await (await fetch(`${address}/api/recommend?user=1&n=1`)).json()) as {
    modelVersion: number
  }
  return answer.modelVersion
}

async function steadily(site: MeasuredSite, titles: readonly string[], signal: AbortSignal): Promise<void> {
  const began = performance.now()
  const asked = new Set<Promise<void>>()
  for (let turn = 0; !signal.aborted; turn++) {
    const early = began + (1000 * turn) / perSecond - performance.now()
    if (early > 1) await sleep(early)
    const one = ask(site, turn, titles)
      .catch(() => void count('no answer'))
      .finally(() => asked.delete(one))
    asked.add(one)
  }
  await Promise.all(asked)
}

interface Minute {
  readonly web: number
  readonly trainer: number
}

/** Means of the middle and the last third. The first warms up. */
function verdict(measured: readonly Minute[], process: keyof Minute): { line: string; isFlat: boolean } {
  const third = Math.floor(measured.length / 3)
  const mean = (of: readonly Minute[]) => of.reduce((sum, minute) => sum + minute[process], 0) / of.length
  const [middle, last] = [mean(measured.slice(-2 * third, -third)), mean(measured.slice(-third))]
  const grown = last / middle - 1
  const isFlat = grown <= growth
  const line =
    `${process}: ${middle.toFixed(0)} MiB in the middle third, ${last.toFixed(0)} MiB in the last: ` +
    `${(100 * grown).toFixed(1)} %, ${isFlat ? 'flat' : 'it grows'}`
  return { line, isFlat }
}

const site = await startSite(builtSite())
try {
  console.log(
    `${minutes} minutes, ${perSecond} requests a second, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ` +
      `Node ${process.version}, load ${loadavg()[0]!.toFixed(2)}`,
  )
  const stop = new AbortController()
  const { signal } = stop
  const { recommendations } = (await (await fetch(`${site.address}/api/recommend?user=1&n=20`)).json()) as {
    recommendations: { item: string }[]
  }
  const visitors = await RatingVisitors.of(site, 5)
  const mix = Promise.all([
    steadily(
      site,
      recommendations.map(({ item }) => item),
      signal,
    ),
    visitors.rateUntil(signal, 2000),
    Promise.all(Array.from({ length: 4 }, () => watch(site, signal))),
    promoteInTurns(site, signal),
    site.trainUntil(signal, { epochs: 3 }, 30_000),
  ])
  mix.catch(() => undefined) // told of below
  await site.loopDelay() // begins anew
  const measured: Minute[] = []
  const rows: (string | number)[][] = []
  for (let minute = 1; minute <= minutes; minute++) {
    await Promise.race([sleep(60_000), mix])
    const { p50, p99, max } = await site.loopDelay()
    const resident = await site.residentMiB()
    measured.push(resident)
    const row = [
      minute,
      resident.web.toFixed(0),
      resident.trainer.toFixed(0),
      p50.toFixed(1),
      p99.toFixed(1),
      max.toFixed(0),
    ]
    rows.push(row)
    console.log(
      `minute ${row[0]}: RSS web ${row[1]}, trainer ${row[2]} MiB; event loop p50 ${row[3]}, p99 ${row[4]}, max ${row[5]} ms`,
    )
  }
  stop.abort()
  const trainings = (await mix)[4]
  console.log(`\n${formatTable(['minute', 'web MiB', 'trainer MiB', 'delay p50 ms', 'p99', 'max'], rows)}\n`)
  const told = (of: ReadonlyMap<string, number>) =>
    [...of].map(([status, n]) => `${n} x ${status}`).join(', ')
  const lost = await visitors.lost()
  console.log(`answers ${told(statuses)}; ratings ${told(visitors.statuses)}; ${trainings} trainings`)
  console.log(`${visitors.acknowledged} acknowledged ratings read back, ${lost} lost`)
  const verdicts = [verdict(measured, 'web'), verdict(measured, 'trainer')]
  for (const { line } of verdicts) console.log(line)
  const failed =
    [...statuses.keys()].some((status) => !/^[23]/.test(status)) ||
    [...visitors.statuses.keys()].some((status) => status !== '303')
  process.exitCode = failed || lost > 0 || verdicts.some(({ isFlat }) => !isFlat) ? 1 : 0
} finally {
  await site.stop()
}
