/**
 * `npm run bench -- NAME [--peers] [--json]`: runs the contestants of a benchmark in turns and prints a table.
 *
 * --peers  also those in Python, in an environment that is made from PyPI in bench/.venv
 * --json   ends with one line of JSON
 */
import { parseArgs } from 'node:util'
import { accuracy } from './accuracy/accuracy.ts'
import { coldStart } from './benchmarks/cold-start.ts'
import { collab } from './benchmarks/collab.ts'
import { mlp } from './benchmarks/mlp.ts'
import { mnist } from './benchmarks/mnist.ts'
import { scale } from './benchmarks/scale.ts'
import { measure, type Benchmark } from './harness.ts'
import { printReport, type Report } from './report.ts'

const benchmarks: Record<string, Benchmark | readonly Benchmark[]> = {
  collab,
  scale,
  mlp,
  mnist,
  'cold-start': coldStart,
}

/** Benchmarks of quality, which print tables of their own. */
const tables: Record<string, (options: { peers: boolean }) => Promise<object>> = { accuracy }

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { peers: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
})
const [name = ''] = positionals
if (Object.hasOwn(tables, name)) {
  const json = await tables[name]!(values)
  if (values.json) console.log(JSON.stringify({ bench: name, ...json }))
  process.exit(0)
}
if (!Object.hasOwn(benchmarks, name)) {
  const names = [...Object.keys(benchmarks), ...Object.keys(tables)].join('|')
  console.error(`usage: npm run bench -- ${names} [--peers] [--json]`)
  process.exit(2)
}
const reports: Report[] = []
for (const benchmark of [benchmarks[name]!].flat()) {
  reports.push(printReport(benchmark, await measure(benchmark, values)))
}
if (values.json) {
  const rows = reports.flatMap((report) => report.rows)
  const ratios = Object.fromEntries(reports.flatMap((report) => Object.entries(report.ratios)))
  console.log(JSON.stringify({ bench: name, rows, ratios }))
}
