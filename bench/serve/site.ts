import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface LoopDelay {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

export interface MeasuredSite {
  readonly port: number
  /** How late the site's event loop was since the last call, in milliseconds. */
  loopDelay(): Promise<LoopDelay>
  /** Trains one model after the other. @returns how many were begun */
  trainUntil(signal: AbortSignal, recipe: object): Promise<number>
  stop(): Promise<void>
}

/** Starts the built site in a home of its own, and waits until a model serves. */
export async function startSite(folder: string): Promise<MeasuredSite> {
  const home = await mkdtemp(join(tmpdir(), 'onecycle-bench-'))
  const port = await freePort()
  const figures = join(home, 'loop-delay.json')
  const child = spawn(process.execPath, [join(folder, 'start.ts')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ONECYCLE_DATA: 'sample',
      ...process.env,
      HOST: '127.0.0.1',
      PORT: String(port),
      ONECYCLE_HOME: home,
      LOOP_DELAY_FILE: figures,
      NODE_OPTIONS: `--import ${join(import.meta.dirname, 'loop-delay.ts')}`,
    },
  })
  const address = `http://127.0.0.1:${port}`
  const ended = once(child, 'exit')
  const answers = (path: string) =>
    fetch(address + path).then(
      ({ ok }) => ok,
      () => false,
    )
  while (!(await answers('/readyz'))) {
    if (child.exitCode !== null) throw new Error(`the site ended with ${child.exitCode}`)
    await sleep(200)
  }
  const { pid } = await take<{ pid: number }>(figures)
  return {
    port,
    async loopDelay() {
      process.kill(pid, 'SIGUSR2')
      return take<LoopDelay>(figures)
    },
    trainUntil: (signal, recipe) => trainUntil(address, signal, recipe),
    async stop() {
      child.kill('SIGINT')
      await ended
      await rm(home, { recursive: true, force: true })
    },
  }
}

async function trainUntil(address: string, signal: AbortSignal, recipe: object): Promise<number> {
  const headers = { origin: address, 'content-type': 'application/json' }
  let begun = 0
  while (!signal.aborted) {
    const body = JSON.stringify(recipe)
    const { status } = await fetch(`${address}/api/training`, { method: 'POST', headers, body })
    if (status === 202) begun++
    await sleep(100)
  }
  return begun
}

/** Waits for a file, reads it and removes it. */
async function take<T>(file: string): Promise<T> {
  while (!existsSync(file)) await sleep(20)
  const text = await readFile(file, 'utf8')
  await rm(file)
  return JSON.parse(text) as T
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
