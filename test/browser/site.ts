import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../architecture/workspace.ts'

export interface Site {
  readonly address: string
  readonly port: number
  /** The folder of what it keeps. */
  readonly home: string
  /** Of the process that was started. */
  readonly pid: number
  /** What it has printed so far. */
  output(): string
  /** How its end came. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** Sends SIGINT, as Ctrl-C does, and waits for the end. */
  interrupt(): Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

/** Whether a server could listen on this port of 127.0.0.1; 0 stands for any. */
export async function listenOnce(port: number): Promise<number> {
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  const found = (server.address() as AddressInfo).port
  server.close()
  await once(server, 'close')
  return found
}

export interface SiteOptions {
  /** The invented films, and not the real ratings where the tests have them. Default false. */
  readonly sample?: boolean
  readonly env?: Readonly<Record<string, string>>
}

/** Starts the built demo in a home of its own. @returns it once it has printed its address, and how to end it */
export async function startSite({ sample = false, env = {} }: SiteOptions = {}): Promise<
  Site & { stop(): Promise<void> }
> {
  const folder = await mkdtemp(join(tmpdir(), 'onecycle-demo-'))
  const home = join(folder, '.onecycle')
  const port = await listenOnce(0)
  const data = process.env['ONECYCLE_TEST_DATA']
  const child = spawn(process.execPath, ['apps/demo/start.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      HOST: '127.0.0.1',
      PORT: String(port),
      ONECYCLE_HOME: home,
      ...(sample ? { ONECYCLE_DATA: 'sample' } : {}),
      ...(!sample && data && existsSync(join(data, 'ml-100k')) ? { ONECYCLE_DATA: data } : {}),
      ...env,
    },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  const address = `http://127.0.0.1:${port}`
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  while (!output.includes(address)) {
    if (child.exitCode !== null) {
      await stop()
      throw new Error(`the demo ended with ${child.exitCode}:\n${output}`)
    }
    await sleep(50)
  }
  return {
    address,
    port,
    home,
    pid: child.pid!,
    output: () => output,
    ended: ended.then(([code, signal]) => ({ code, signal })),
    async interrupt() {
      child.kill('SIGINT')
      const [code, signal] = await ended
      return { code, signal }
    },
    stop,
  }
}

/** Hands a site to a function; it is gone when this returns. */
export async function withSite(use: (site: Site) => Promise<void>, options: SiteOptions = {}): Promise<void> {
  const site = await startSite(options)
  try {
    await use(site)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new Error(`${message}\nThe demo printed:\n${site.output()}`, { cause: error })
  } finally {
    await site.stop()
  }
}
