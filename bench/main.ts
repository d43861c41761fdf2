/**
 * `npm run bench -- NAME [--peers] [--json]`: runs the contestants of a benchmark in turns and prints a table.
 *
 * --peers  also those in Python, in an environment that is made from PyPI in bench/.venv
 * --json   ends with one line of JSON
 *
 * `gpu` has a program and flags of its own (gpu/main.ts), which `npm run bench:bundle` packs up too.
 */
import { parseArgs } from 'node:util'
import { collab } from './benchmarks/collab.ts'
import { mlp } from './benchmarks/mlp.ts'
import { scale } from './benchmarks/scale.ts'
import { measure, type Benchmark } from './harness.ts'
import { printReport, type Report } from './report.ts'

const benchmarks: Record<string, Benchmark | readonly Benchmark[]> = { collab, scale, mlp }

if (process.argv[2] === 'gpu') {
  await import('./gpu/main.ts')
  process.exit()
}
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { peers: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
})
const [name = ''] = positionals
if (!Object.hasOwn(benchmarks, name)) {
  console.error(`usage: npm run bench -- ${Object.keys(benchmarks).join('|')}|gpu [--peers] [--json]`)
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
