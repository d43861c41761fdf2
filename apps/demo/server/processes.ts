import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { homeFolder } from './home.ts'
import { supervise } from './supervise.ts'

export interface StartOptions {
  /** The site's folder. */
  readonly folder: string
  readonly host: string
  readonly port: number
}

/** node:sqlite still announces itself as experimental in Node 22. */
const flags = ['--disable-warning=ExperimentalWarning']

/**
 * Runs the site and the trainer until a signal comes. One that ends by itself is started again, unless it fails
 * again and again: then the other ends, too.
 *
 * @returns the exit code: 0 after a signal, 1 where a process could not be kept running
 */
export async function startBoth(options: StartOptions): Promise<number> {
  const stopping = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopping.abort())
  void announce(options, stopping.signal)
  const keep = async (name: string, start: () => ChildProcess) => {
    const kept = await supervise({ name, start, signal: stopping.signal, log: (line) => console.error(line) })
    stopping.abort()
    return kept
  }
  const kept = await Promise.all([
    keep('The site', () => startSite(options)),
    keep('The trainer', () => startTrainer(options)),
  ])
  return kept.every(Boolean) ? 0 : 1
}

const environment = () => ({ ...process.env, ONECYCLE_HOME: homeFolder(), NEXT_TELEMETRY_DISABLED: '1' })

const startSite = ({ folder, host, port }: StartOptions): ChildProcess =>
  spawn(process.execPath, [...flags, join(folder, 'server', 'front', 'main.ts')], {
    cwd: folder,
    env: { ...environment(), NODE_ENV: 'production', HOST: host, PORT: String(port) },
    stdio: ['ignore', 'inherit', 'inherit'],
  })

/** The channel tells the trainer when this process is gone, however it went. */
const startTrainer = ({ folder }: StartOptions): ChildProcess =>
  spawn(process.execPath, [...flags, join(folder, 'trainer', 'main.ts')], {
    cwd: folder,
    env: environment(),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })

/** Prints the address as soon as the site answers. */
async function announce({ host, port }: StartOptions, stopping: AbortSignal): Promise<void> {
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  while (!stopping.aborted) {
    const answers = await fetch(`${address}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (answers) {
      console.log(`site     ${address} (Ctrl-C ends it)`)
      return
    }
    await sleep(100)
  }
}
