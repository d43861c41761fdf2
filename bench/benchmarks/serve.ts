import { cpus, loadavg } from 'node:os'
import { formatTable } from '@onecycle/tensor-core'
import type { Row } from '../harness.ts'
import type { Report } from '../report.ts'
import { atRate, atSaturation, type Answers } from '../serve/load.ts'
import { quantile } from '../serve/quantile.ts'
import { RatingVisitors } from '../serve/rating-visitors.ts'
import { builtSite, startSite, type MeasuredSite } from '../serve/site.ts'

const perSecond = 200
/** Of a turn. */
const requests = 10_000
const connections = 16
const rounds = 3

/** The lesson's recipe for as long as it may be asked for, one after the other. */
const recipe = { epochs: 50 }
const visitors = 5
const ratingEvery = 500

const phases = ['at rest', 'under load', 'saturated'] as const
type Phase = (typeof phases)[number]

/**
 * `/api/recommend` at a steady rate, at rest and while visitors rate and models are trained, and then as fast as
 * the site answers, in turns. At a rate, latencies are counted from when a request was due, not from when it was
 * sent, so that a stall counts for all requests that it held up.
 */
export async function serve(): Promise<Report> {
  const site = await startSite(builtSite())
  try {
    const raters = await RatingVisitors.of(site, visitors)
    await turn(site, raters, 'under load') // warms up
    raters.statuses.clear()
    const figures = new Map<string, number[]>()
    for (let round = 0; round < rounds; round++) {
      for (const phase of phases) {
        for (const [name, value] of Object.entries(await turn(site, raters, phase))) {
          figures.set(name, [...(figures.get(name) ?? []), value])
        }
      }
    }
    return print(figures, raters, await raters.lost())
  } finally {
    await site.stop()
  }
}

async function turn(
  site: MeasuredSite,
  raters: RatingVisitors,
  phase: Phase,
): Promise<Record<string, number>> {
  const stop = new AbortController()
  const beside =
    phase === 'at rest'
      ? null
      : Promise.all([site.trainUntil(stop.signal, recipe), raters.rateUntil(stop.signal, ratingEvery)])
  await site.loopDelay() // begins anew
  const waitedBefore = await site.waited()
  const options = {
    port: site.port,
    requests,
    pathOf: (i: number) => `/api/recommend?user=${1 + (i % 900)}&n=10`,
  }
  const answers = await (phase === 'saturated'
    ? atSaturation(connections, options)
    : atRate(perSecond, options))
  const delay = await site.loopDelay()
  const waited = (await site.waited()) - waitedBefore
  stop.abort()
  const [trainings] = (await beside) ?? []
  return {
    ...(phase === 'saturated' && { [`${phase}: requests a second`]: requests / answers.seconds }),
    [`${phase}: p50`]: quantile(answers.latencies, 0.5),
    [`${phase}: p99`]: quantile(answers.latencies, 0.99),
    [`${phase}: max`]: quantile(answers.latencies, 1),
    [`${phase}: event loop delay, p50`]: delay.p50,
    [`${phase}: event loop delay, p99`]: delay.p99,
    [`${phase}: event loop delay, max`]: delay.max,
    [`${phase}: site waits for a processor, %`]: waited / answers.seconds / 10,
    [`${phase}: answers 5xx or none`]: countOf(answers, /^(5|no)/),
    [`${phase}: answers 429`]: countOf(answers, /^429/),
    [`${phase}: other than 200`]: countOf(answers, /^(?!200|429|5|no)/),
    ...(trainings !== undefined && { [`${phase}: trainings`]: trainings }),
  }
}

const countOf = ({ statuses }: Answers, which: RegExp) =>
  [...statuses].reduce((sum, [status, count]) => sum + (which.test(status) ? count : 0), 0)

function print(
  figures: ReadonlyMap<string, readonly number[]>,
  raters: RatingVisitors,
  lost: number,
): Report {
  const rows: Row[] = [...figures].map(([name, values]) => {
    const unit = /p50|p99|max/.test(name) ? 'ms' : ''
    const [median, min, max] = [0.5, 0, 1].map((share) => quantile(values, share))
    return { name, unit, median: median!, min: min!, max: max!, peakMiB: null }
  })
  console.log(`/api/recommend, turns of ${requests} requests, ${rounds} of each kind:
  at rest     ${perSecond} requests a second, counted from when each was due
  under load  the same, while ${visitors} visitors rate every ${ratingEvery} ms and models are trained
  saturated   ${connections} connections, each asks as soon as it is answered, beside the same`)
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
  const answered = [...raters.statuses].map(([status, count]) => `${count} x ${status}`).join(', ')
  console.log(`\nratings sent: ${answered}; ${raters.acknowledged} acknowledged ones read back, ${lost} lost`)
  if (lost > 0) process.exitCode = 1
  return { rows, ratios: {} }
}
