/**
 * `npm run bench -- NAME [--peers] [--json]`: runs the contestants of a benchmark in turns and prints a table.
 *
 * --peers  also those in Python, in an environment that is made from PyPI in bench/.venv
 * --json   ends with one line of JSON
 */
import { parseArgs } from 'node:util'
import { coldStart } from './benchmarks/cold-start.ts'
import { collab } from './benchmarks/collab.ts'
import { mlp } from './benchmarks/mlp.ts'
import { scale } from './benchmarks/scale.ts'
import { serve } from './benchmarks/serve.ts'
import { measure, type Benchmark } from './harness.ts'
import { printReport, type Report } from './report.ts'

/** Contestants to run in turns, or what measures in a way of its own. */
const benchmarks: Record<string, Benchmark | readonly Benchmark[] | (() => Promise<Report>)> = {
  collab,
  scale,
  mlp,
  'cold-start': coldStart,
  serve,
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { peers: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
})
const [name = ''] = positionals
if (!Object.hasOwn(benchmarks, name)) {
  console.error(`usage: npm run bench -- ${Object.keys(benchmarks).join('|')} [--peers] [--json]`)
  process.exit(2)
}
const reports: Report[] = []
for (const benchmark of [benchmarks[name]!].flat()) {
  reports.push(
    typeof benchmark === 'function'
      ? await benchmark()
      : printReport(benchmark, await measure(benchmark, values)),
  )
}
if (values.json) {
  const rows = reports.flatMap((report) => report.rows)
  const ratios = Object.fromEntries(reports.flatMap((report) => Object.entries(report.ratios)))
  console.log(JSON.stringify({ bench: name, rows, ratios }))
}
