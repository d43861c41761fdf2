import { cpus, loadavg, totalmem } from 'node:os'
import { formatTable } from '@onecycle/tensor-core'
import type { Benchmark, Measured, Row } from './harness.ts'

export interface Report {
  readonly rows: readonly Row[]
  /** By contestant: how many times faster the first one is. */
  readonly ratios: Readonly<Record<string, number>>
}

/** Prints machine, versions, medians with spread, and how many times faster the first contestant is. */
export function printReport({ title, rounds }: Benchmark, { rows, missing, versions }: Measured): Report {
  const [ours, ...others] = rows
  const ratios = Object.fromEntries(others.map((row) => [row.name, round(row.median / ours!.median)]))
  const processors = cpus()
  console.log(`${title}: median of ${rounds} turns, contestants in turns`)
  console.log(
    `${processors.length} x ${processors[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ` +
      `Node ${process.version}, load ${loadavg()[0]!.toFixed(2)}`,
  )
  for (const line of versions) console.log(`  ${line}`)
  console.log()
  console.log(
    formatTable(
      ['contestant', `median ${ours!.unit}`, 'min', 'max', 'peak MiB', 'ours is faster by'],
      rows.map(({ name, median, min, max, peakMiB }) => [
        name,
        round(median),
        round(min),
        round(max),
        peakMiB ?? '',
        name === ours!.name ? '' : `${ratios[name]}x`,
      ]),
    ),
  )
  for (const { name, reason } of missing) console.log(`not measured: ${name} (${reason})`)
  console.log()
  return { rows, ratios }
}

const round = (value: number) => Number(value.toPrecision(4))
