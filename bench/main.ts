/**
 * `npm run bench -- NAME [--peers] [--json]`: runs the contestants of a benchmark in turns and prints a table.
 *
 * --peers  also those in Python, in an environment that is made from PyPI in bench/.venv
 * --json   ends with one line of JSON
 */
import { parseArgs } from 'node:util'
import { collab } from './benchmarks/collab.ts'
import { mlp } from './benchmarks/mlp.ts'
import { measure } from './harness.ts'
import { printReport } from './report.ts'

const benchmarks = { collab, mlp }

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { peers: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
})
const [name = ''] = positionals
if (!Object.hasOwn(benchmarks, name)) {
  console.error(`usage: npm run bench -- ${Object.keys(benchmarks).join('|')} [--peers] [--json]`)
  process.exit(2)
}
const benchmark = benchmarks[name as keyof typeof benchmarks]
printReport(name, benchmark, await measure(benchmark, values), values)
