import { existsSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { formatTable } from '@onecycle/tensor-core'
import type { Row } from '../harness.ts'
import type { Report } from '../report.ts'
import { load } from '../serve/open-loop.ts'
import { quantile } from '../serve/quantile.ts'
import { startSite, type MeasuredSite } from '../serve/site.ts'

const perSecond = 200
const seconds = 10
const rounds = 3

/** The lesson's recipe for as long as a turn lasts. */
const recipe = { epochs: 50 }

/**
 * `/api/recommend` at a steady rate, at rest and during trainings, in turns. Latencies are counted from when a
 * request was due, not from when it was sent, so that a stall counts for all requests that it held up.
 */
export async function serve(): Promise<Report> {
  const folder = join(import.meta.dirname, '..', '..', 'apps', 'demo')
  if (!existsSync(join(folder, '.next', 'BUILD_ID'))) {
    throw new Error('the site is not built: npx turbo run build')
  }
  const site = await startSite(folder)
  try {
    await turn(site, 'at rest') // warms up
    const figures = new Map<string, number[]>()
    for (let round = 0; round < rounds; round++) {
      for (const phase of ['at rest', 'in training'] as const) {
        for (const [name, value] of Object.entries(await turn(site, phase))) {
          figures.set(name, [...(figures.get(name) ?? []), value])
        }
      }
    }
    return print(figures)
  } finally {
    await site.stop()
  }
}

async function turn(site: MeasuredSite, phase: 'at rest' | 'in training'): Promise<Record<string, number>> {
  const stop = new AbortController()
  const trained = phase === 'in training' ? site.trainUntil(stop.signal, recipe) : null
  await site.loopDelay() // begins anew
  const { latencies, failed } = await load({
    port: site.port,
    pathOf: (i) => `/api/recommend?user=${1 + (i % 900)}&n=10`,
    perSecond,
    seconds,
  })
  const delay = await site.loopDelay()
  stop.abort()
  const trainings = await trained
  return {
    [`${phase}: p50`]: quantile(latencies, 0.5),
    [`${phase}: p99`]: quantile(latencies, 0.99),
    [`${phase}: max`]: quantile(latencies, 1),
    [`${phase}: event loop delay, p50`]: delay.p50,
    [`${phase}: event loop delay, p99`]: delay.p99,
    [`${phase}: event loop delay, max`]: delay.max,
    [`${phase}: failed requests`]: failed,
    ...(trainings !== null && { [`${phase}: trainings`]: trainings }),
  }
}

function print(figures: ReadonlyMap<string, readonly number[]>): Report {
  const rows: Row[] = [...figures].map(([name, values]) => {
    const unit = /failed|trainings/.test(name) ? '' : 'ms'
    const [median, min, max] = [0.5, 0, 1].map((share) => quantile(values, share))
    return { name, unit, median: median!, min: min!, max: max!, peakMiB: null }
  })
  console.log(
    `/api/recommend, ${perSecond} requests a second for ${seconds} s, counted from when each was due; ${rounds} turns`,
  )
  console.log(
    `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}, load ${loadavg()[0]!.toFixed(2)}\n`,
  )
  const short = (value: number) => Number(value.toPrecision(3))
  console.log(
    formatTable(
      ['', 'unit', 'median', 'min', 'max'],
      rows.map(({ name, unit, median, min, max }) => [name, unit, short(median), short(min), short(max)]),
    ),
  )
  return { rows, ratios: {} }
}
