import { spawn, type ChildProcess } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { pythonWith } from './python.ts'

export interface Contestant {
  readonly name: string
  /** Below bench/. TypeScript runs in this Node, Python in bench/.venv. */
  readonly script: string
  readonly args?: readonly string[]
  /** What a Python script needs from PyPI. */
  readonly packages?: readonly string[]
}

export interface Benchmark {
  readonly title: string
  readonly unit: string
  /** Turns of each contestant that count; one before them warms up. */
  readonly rounds: number
  /** The first is ours. */
  readonly contestants: readonly Contestant[]
}

export interface Row {
  readonly name: string
  readonly unit: string
  readonly median: number
  readonly min: number
  readonly max: number
  /** The most memory its process ever held, in MiB; null where the system does not say. */
  readonly peakMiB: number | null
}

export interface Measured {
  readonly rows: readonly Row[]
  /** Contestants that did not run, and why. */
  readonly missing: readonly { readonly name: string; readonly reason: string }[]
  /** What the contestants say of themselves: versions. */
  readonly versions: readonly string[]
}

/**
 * Runs every contestant in a process of its own, in turns, so that whatever else the machine does is shared
 * by all. A contestant answers each line on its standard input with one line of JSON: first
 * `{"version": ...}`, then `{"value": ...}` for each turn; `peakMiB` beside it where a process that it started did
 * the work.
 */
export async function measure(
  { contestants, rounds, unit }: Benchmark,
  { peers }: { peers: boolean },
): Promise<Measured> {
  const missing: { name: string; reason: string }[] = []
  const running: {
    name: string
    process: Conversation
    values: number[]
    peaks: number[]
    version: string
  }[] = []
  for (const contestant of contestants) {
    try {
      const process = await start(contestant, peers)
      const { version } = (await process.ask()) as { version: string }
      running.push({ name: contestant.name, process, values: [], peaks: [], version })
    } catch (error) {
      missing.push({ name: contestant.name, reason: error instanceof Error ? error.message : String(error) })
    }
  }
  for (let round = -1; round < rounds; round++) {
    for (const { process, values, peaks } of running) {
      const { value, peakMiB } = (await process.ask()) as { value: number; peakMiB?: number }
      if (round >= 0) values.push(value)
      if (peakMiB !== undefined) peaks.push(peakMiB)
    }
  }
  const rows: Row[] = []
  for (const { name, values, peaks, process } of running) {
    const sorted = values.toSorted((a, b) => a - b)
    const [min, median, max] = [sorted[0]!, sorted[rounds >> 1]!, sorted.at(-1)!]
    rows.push({
      name,
      unit,
      median,
      min,
      max,
      peakMiB: peaks.length > 0 ? Math.max(...peaks) : await process.peakMiB(),
    })
    process.end()
  }
  return { rows, missing, versions: running.map(({ name, version }) => `${name}: ${version}`) }
}

/** Starts a contestant. @throws where it is a peer and none are asked for, or its packages are not to be had */
export async function start(
  { script, args = [], packages }: Contestant,
  peers: boolean,
): Promise<Conversation> {
  const path = fileURLToPath(new URL(script, import.meta.url))
  if (!packages)
    return new Conversation(spawn(process.execPath, ['--conditions=source', path, ...args], stdio))
  if (!peers) throw new Error('a peer: asked for with --peers')
  return new Conversation(spawn(await pythonWith(packages), [path, ...args], stdio))
}

const stdio = { stdio: ['pipe', 'pipe', 'inherit'] as ['pipe', 'pipe', 'inherit'] }

/** A process that answers line by line. */
export class Conversation {
  readonly #child: ChildProcess
  readonly #lines: AsyncIterator<string>

  constructor(child: ChildProcess) {
    this.#child = child
    this.#lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  }

  async ask(line = ''): Promise<unknown> {
    this.#child.stdin!.write(`${line}\n`)
    const { value, done } = (await this.#lines.next()) as IteratorResult<string, undefined>
    if (done) throw new Error(`it ended (exit code ${this.#child.exitCode ?? 'unknown'})`)
    return JSON.parse(value)
  }

  /** Linux says in /proc how large a process has been. */
  async peakMiB(): Promise<number | null> {
    const status = await readFile(`/proc/${this.#child.pid}/status`, 'utf8').catch(() => '')
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]
    return kibibytes ? Math.round(Number(kibibytes) / 1024) : null
  }

  end(): void {
    this.#child.stdin!.end()
  }
}
