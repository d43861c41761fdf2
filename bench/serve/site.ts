import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** In milliseconds. */
export interface LoopDelay {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

export interface MeasuredSite {
  readonly address: string
  readonly port: number
  /** How late the site's event loop was since the last call, as `/metrics` says. */
  loopDelay(): Promise<LoopDelay>
  /** The memory of its two processes, in MiB. */
  residentMiB(): Promise<{ readonly web: number; readonly trainer: number }>
  /** For how many milliseconds so far the web process was ready to run, and others had the processors. */
  waited(): Promise<number>
  post(path: string, body?: object): Promise<Response>
  /** Trains one model after the other, with a pause between them, and cancels the last. @returns how many were begun */
  trainUntil(signal: AbortSignal, recipe: object, pause?: number): Promise<number>
  stop(): Promise<void>
}

/** The folder of the built site. @throws where it is not built */
export function builtSite(): string {
  const folder = join(import.meta.dirname, '..', '..', 'apps', 'demo')
  if (existsSync(join(folder, '.next', 'BUILD_ID'))) return folder
  throw new Error('the site is not built: npx turbo run build')
}

/** Starts the built site in a home of its own, and waits until a model serves. */
export async function startSite(folder: string): Promise<MeasuredSite> {
  const home = await mkdtemp(join(tmpdir(), 'onecycle-bench-'))
  const port = await freePort()
  const child = spawn(process.execPath, [join(folder, 'start.ts')], {
    // Its log of requests goes nowhere: what it writes is part of what is measured.
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ONECYCLE_DATA: 'sample',
      ...process.env,
      HOST: '127.0.0.1',
      PORT: String(port),
      ONECYCLE_HOME: home,
      ONECYCLE_ADMIN_TOKEN: '', // without a token only this machine can ask, and no client is limited
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
  const post = (path: string, body: object = {}) =>
    fetch(address + path, {
      method: 'POST',
      headers: { origin: address, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  return {
    address,
    port,
    loopDelay: () => loopDelay(address),
    residentMiB: () => residentMiB(child.pid!),
    waited: () => waited(child.pid!),
    post,
    async trainUntil(signal, recipe, pause = 100) {
      let begun = 0
      let last = 0
      while (!signal.aborted) {
        const response = await post('/api/training', recipe)
        const answer = (await response.json()) as { runs?: [number] }
        if (answer.runs) {
          begun++
          last = answer.runs[0]
        }
        await sleep(pause, undefined, { signal }).catch(() => undefined)
      }
      if (last > 0) await endRun(address, last, post)
      return begun
    },
    async stop() {
      child.kill('SIGINT')
      await ended
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** Cancels a run and waits for its end, so that what comes next has the machine to itself. */
async function endRun(address: string, id: number, post: MeasuredSite['post']): Promise<void> {
  await (await post(`/api/runs/${id}/cancel`)).arrayBuffer() // refused where it has ended
  for (;;) {
    const run = (await (await fetch(`${address}/api/runs/${id}`)).json()) as { status: string }
    if (!['queued', 'running'].includes(run.status)) return
    await sleep(50)
  }
}

/** The site's clock ticks every 10 ms: what is more than that is delay. Being asked makes it begin anew. */
async function loopDelay(address: string): Promise<LoopDelay> {
  const text = await (await fetch(`${address}/metrics`)).text()
  const late = (name: string) => {
    const seconds = new RegExp(`^nodejs_eventloop_lag_${name}_seconds (\\S+)$`, 'm').exec(text)?.[1]
    return Math.max(0, Number(seconds) * 1000 - 10)
  }
  return { p50: late('p50'), p99: late('p99'), max: late('max') }
}

/** Linux says in /proc which processes another has started, and how large they are. */
async function processesOf(pid: number): Promise<{ web: string; trainer: string }> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  const found = { web: '', trainer: '' }
  for (const child of children.trim().split(' ')) {
    const command = await readFile(`/proc/${child}/cmdline`, 'utf8')
    found[command.includes('trainer') ? 'trainer' : 'web'] = child
  }
  return found
}

async function residentMiB(pid: number): Promise<{ web: number; trainer: number }> {
  const { web, trainer } = await processesOf(pid)
  const size = async (of: string) =>
    Number(/^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${of}/status`, 'utf8'))?.[1]) / 1024
  return { web: await size(web), trainer: await size(trainer) }
}

/** Of its main thread: the second number of schedstat, in nanoseconds. */
async function waited(pid: number): Promise<number> {
  const { web } = await processesOf(pid)
  return Number((await readFile(`/proc/${web}/schedstat`, 'utf8')).split(' ')[1]) / 1e6
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
