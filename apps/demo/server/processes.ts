import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { homeFolder } from './home.ts'

export interface StartOptions {
  /** The site's folder. */
  readonly folder: string
  readonly host: string
  readonly port: number
}

/** How long a process may take to end before it is ended, in milliseconds. */
const patience = 4000

/**
 * Runs the site and the trainer until a signal comes or one of them ends; then ends the other.
 *
 * @returns the exit code: 0 after a signal, 1 where a process ended by itself
 */
export async function startBoth({ folder, host, port }: StartOptions): Promise<number> {
  const env = { ...process.env, ONECYCLE_HOME: homeFolder(), NEXT_TELEMETRY_DISABLED: '1' }
  // node:sqlite still announces itself as experimental in Node 22.
  const flags = ['--disable-warning=ExperimentalWarning']
  const next = createRequire(join(folder, 'package.json')).resolve('next/dist/bin/next')
  const site = spawn(process.execPath, [...flags, next, 'start', '-H', host, '-p', String(port)], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  // The channel tells the trainer when this process is gone, however it went.
  const trainer = spawn(process.execPath, [...flags, join(folder, 'trainer', 'main.ts')], {
    cwd: folder,
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })

  const stopped = Promise.withResolvers<number>()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopped.resolve(0))
  const children = { 'The site': site, 'The trainer': trainer }
  for (const [name, child] of Object.entries(children)) {
    child.once('error', (error) => complain(`${name} could not be started: ${error.message}`))
    child.once('exit', (code, signal) =>
      complain(`${name} ended (${signal ?? `exit code ${code}`}): stopping.`),
    )
  }
  function complain(why: string) {
    if (!ending) console.error(why)
    stopped.resolve(1)
  }

  let ending = false
  void announce(site, host, port)
  const code = await stopped.promise
  ending = true
  await Promise.all(Object.values(children).map(end))
  return code
}

/** Prints the address as soon as the site answers. */
async function announce(site: ChildProcess, host: string, port: number): Promise<void> {
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  while (isRunning(site)) {
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

const isRunning = (child: ChildProcess) => child.exitCode === null && child.signalCode === null

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || !isRunning(child)) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const inTime = await Promise.race([gone.then(() => true), sleep(patience, false, { ref: false })])
  if (inTime) return
  child.kill('SIGKILL')
  await gone
}
