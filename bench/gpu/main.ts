/**
 * `npm run bench -- gpu [--json] [--software] [--host] [--scale 0.01] [--only NAME] [--rounds 3]
 * [--out FILE]`: how fast this machine's graphics card trains, and PyTorch on the same card where `python3` has it, as a
 * table in Markdown.
 *
 * --software  take a card that the CPU plays, to try the path out: the figures say nothing of a card
 * --host      leave the kernels out: what is left is the time that the host needs, whatever the card
 * --scale     a part of the rows and steps
 * --only      workloads whose name contains this
 * --out       keeps what is printed in the section `gpu` of a Markdown file, as docs/benchmarks.md
 *
 * With `ONECYCLE_BENCH_TORCH_CPU=1` PyTorch may run on the CPU, to try it out.
 */
import { resolve } from 'node:path'
import { initBackend, webgpu } from '@onecycle/tensor-core'
import { flagsOf } from '../flags.ts'
import { record } from '../record.ts'
import { copyBandwidth } from './copy-bandwidth.ts'
import { markdownTable } from './markdown-table.ts'
import { TorchPeer } from './torch-peer.ts'
import { workloads } from './workloads.ts'

interface Row {
  readonly name: string
  readonly unit: string
  readonly median: number
  readonly min: number
  readonly max: number
}

const { values: flags, tokens } = flagsOf(
  {
    args: process.argv.slice(2).filter((argument) => argument !== 'gpu'),
    options: {
      json: { type: 'boolean', default: false },
      software: { type: 'boolean', default: false },
      host: { type: 'boolean', default: false },
      scale: { type: 'string', default: '1' },
      only: { type: 'string', default: '' },
      rounds: { type: 'string', default: '3' },
      out: { type: 'string' },
    },
    tokens: true,
  },
  'usage: npm run bench -- gpu [--json] [--software] [--host] [--scale 0.01] [--only NAME] [--rounds 3] [--out FILE]',
)
const scale = Number(flags.scale)
const rounds = Number(flags.rounds)
if (!(scale > 0 && scale <= 1) || !(rounds >= 1)) {
  console.error(
    `--scale is ${flags.scale} and --rounds ${flags.rounds}: expected above 0 to 1, and 1 or more`,
  )
  process.exit(2)
}
if (flags.out) {
  const others = tokens.filter((token) => token.kind === 'option' && token.name !== 'out')
  const options = others.flatMap(({ rawName, value }) => (value === undefined ? [rawName] : [rawName, value]))
  process.exit(await record('gpu', options, resolve(flags.out)))
}

const { device } = await initBackend(['webgpu'], { allowSoftware: flags.software }).catch(
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error))
    process.exit(1)
  },
)
const bandwidth = await copyBandwidth(webgpu()!, flags.software ? 2 ** 24 : 2 ** 28)
const torch = await TorchPeer.start()
const warning = ': a CPU that plays a card, these figures say nothing of one'
console.log(`- ${device}${webgpu()!.isSoftware ? warning : ''}`)
console.log(`- Node ${process.version}, scale ${scale}, median of ${rounds} turns after one to warm up`)
console.log(flags.host ? '- no kernel runs: the times are those of the host\n' : `- ${torch.version}\n`)
if (flags.host) leaveKernelsOut()

const rows: Row[] = [
  { name: 'copy bandwidth', unit: 'GB/s', median: bandwidth, min: bandwidth, max: bandwidth },
]
const ratios: Record<string, number> = {}
const lines: string[][] = [['copy bandwidth', digits(bandwidth), 'GB/s', '', '', '']]
for (const { name, unit, prepare } of workloads(scale)) {
  if (!name.includes(flags.only)) continue
  const { turn, gigabytes, torch: asked, dataset } = await prepare()
  const handedOver = dataset && !flags.host ? await torch.handOver(dataset) : {}
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let round = -1; round < rounds; round++) {
    const value = await turn()
    const peer = asked && !flags.host ? await torch.measure({ ...asked, ...handedOver }) : undefined
    if (round < 0) continue
    ours.push(value)
    if (peer !== undefined) theirs.push(peer)
  }
  const row = summary(name, unit, ours)
  rows.push(row)
  const line = [name, digits(row.median), unit, `${digits(row.min)}-${digits(row.max)}`]
  const seconds = unit === 's' ? row.median : row.median / 1000
  line.push(
    gigabytes === undefined || flags.host ? '' : `${digits((100 * gigabytes) / seconds / bandwidth)} %`,
  )
  if (theirs.length > 0) {
    const peer = summary(`PyTorch, ${name}`, unit, theirs)
    rows.push(peer)
    ratios[peer.name] = Number((peer.median / row.median).toPrecision(4))
    line.push(`${digits(peer.median)} (${ratios[peer.name]}x)`)
  } else line.push(asked ? 'not measured' : '')
  lines.push(line)
}
console.log(
  markdownTable(
    ['workload', 'median', 'unit', 'spread', 'of the bandwidth', 'PyTorch (we are faster by)'],
    lines,
  ),
)
torch.end()
if (flags.json) console.log(JSON.stringify({ bench: 'gpu', device, scale, rows, ratios }))

/** All is uploaded, encoded, submitted and read back as ever, but for the calls of kernels. */
function leaveKernelsOut(): void {
  GPUComputePassEncoder.prototype.dispatchWorkgroups = () => undefined
}

function summary(name: string, unit: string, values: readonly number[]): Row {
  const sorted = values.toSorted((a, b) => a - b)
  return { name, unit, median: sorted[sorted.length >> 1]!, min: sorted[0]!, max: sorted.at(-1)! }
}

function digits(value: number): string {
  return String(Number(value.toPrecision(4)))
}
