import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startProcess, type Running } from './process.ts'

export interface Site extends Running {
  readonly address: string
  readonly port: number
  /** The folder of what it keeps. */
  readonly home: string
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

/** Starts the built demo in a home of its own. @returns it once it has printed its address; its end takes the home along */
export async function startSite({ sample = false, env = {} }: SiteOptions = {}): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'onecycle-demo-'))
  const home = join(folder, '.onecycle')
  const port = await listenOnce(0)
  const data = process.env['ONECYCLE_TEST_DATA']
  const running = startProcess('start.ts', {
    HOME: folder,
    HOST: '127.0.0.1',
    PORT: String(port),
    ONECYCLE_HOME: home,
    ...(sample ? { ONECYCLE_DATA: 'sample' } : {}),
    ...(!sample && data && existsSync(join(data, 'ml-100k')) ? { ONECYCLE_DATA: data } : {}),
    ...env,
  })
  const address = `http://127.0.0.1:${port}`
  const stop = async () => {
    await running.stop()
    await rm(folder, { recursive: true, force: true })
  }
  const over = running.ended.then(() => true)
  while (!running.output().includes(address)) {
    if (!(await Promise.race([over, sleep(50, false)]))) continue
    await stop()
    throw new Error(`the demo ended with ${await running.ended}:\n${running.output()}`)
  }
  return { ...running, address, port, home, stop }
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
