/**
 * `npm run bench -- NAME [--peers] [--json] [--out FILE]`: runs the contestants of a benchmark in turns and
 * prints a table.
 *
 * --peers     also those in Python, in an environment that is made from PyPI in bench/.venv
 * --json      ends with one line of JSON
 * --out FILE  keeps what is printed in the benchmark's section of a Markdown file, as docs/benchmarks.md
 *
 * `gpu` has a program and flags of its own (gpu/main.ts), which `npm run bench:bundle` packs up too.
 */
import { resolve } from 'node:path'
import { accuracy } from './accuracy/accuracy.ts'
import { bundle } from './benchmarks/bundle.ts'
import { coldStart } from './benchmarks/cold-start.ts'
import { newUsers } from './accuracy/new-users.ts'
import { collab } from './benchmarks/collab.ts'
import { mnist } from './benchmarks/mnist.ts'
import { scale } from './benchmarks/scale.ts'
import { serve } from './benchmarks/serve.ts'
import { flagsOf } from './flags.ts'
import { measure, type Benchmark } from './harness.ts'
import { record } from './record.ts'
import { printReport, type Report } from './report.ts'

/** Contestants to run in turns, or what measures in a way of its own. */
const benchmarks: Record<string, Benchmark | readonly Benchmark[] | (() => Promise<Report>)> = {
  collab,
  scale,
  mnist,
  'cold-start': coldStart,
  serve,
}

/** Benchmarks that print tables of their own. */
const tables: Record<string, (options: { peers: boolean }) => Promise<object>> = {
  accuracy,
  'new-users': newUsers,
  bundle,
}

if (process.argv[2] === 'gpu') {
  await import('./gpu/main.ts')
  process.exit()
}
const names = [...Object.keys(benchmarks), ...Object.keys(tables), 'gpu'].join('|')
const usage = `usage: npm run bench -- ${names} [--peers] [--json] [--out FILE]`
const { positionals, values } = flagsOf(
  {
    allowPositionals: true,
    options: {
      peers: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      out: { type: 'string' },
    },
  },
  usage,
)
const [name = ''] = positionals
if (!Object.hasOwn(benchmarks, name) && !Object.hasOwn(tables, name)) {
  console.error(usage)
  process.exit(2)
}
if (values.out) process.exit(await record(name, values.peers ? ['--peers'] : [], resolve(values.out)))
if (Object.hasOwn(tables, name)) {
  const json = await tables[name]!(values)
  if (values.json) console.log(JSON.stringify({ bench: name, ...json }))
  process.exit(0)
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
