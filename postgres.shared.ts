import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

/** A PostgreSQL server for tests. */
export interface TestPostgres {
  readonly url: string
  /** Ends it at once, as when its machine fails; its data stay. */
  kill(): Promise<void>
  /** Starts it again where it was. */
  start(): Promise<void>
  stop(): Promise<void>
}

/** The folder of Debian's server programs, newest version; null where they are not installed. */
export function postgresPrograms(): string | null {
  const folders = globSync('/usr/lib/postgresql/*/bin').filter((folder) => existsSync(join(folder, 'initdb')))
  folders.sort((a, b) => parseInt(b.split('/')[4]!) - parseInt(a.split('/')[4]!))
  return folders[0] ?? null
}

/** Starts a server of its own in a temporary folder. */
export async function startPostgres(programs: string): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'postgres-'))
  const account = accountOf()
  if (account) await chown(folder, account.uid, account.gid)
  const data = join(folder, 'data')
  await promisify(execFile)(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'tester', '-A', 'trust', '-E', 'UTF8', '--locale', 'C', '--no-sync'],
    { ...account, cwd: folder },
  )
  const port = await freePort()
  let server: ChildProcess
  let ended: Promise<unknown>
  const end = async (signal: NodeJS.Signals) => {
    server.kill(signal)
    await ended
  }
  const stop = async () => {
    await end('SIGINT')
    await rm(folder, { recursive: true, force: true })
  }
  const start = async () => {
    server = spawn(
      join(programs, 'postgres'),
      ['-D', data, '-k', folder, '-h', '127.0.0.1', '-p', String(port), '-F'],
      { ...account, cwd: folder, stdio: 'ignore' },
    )
    ended = new Promise((resolve) => server.once('exit', resolve))
    const ready = promisify(execFile)
    for (let attempt = 0; ; attempt++) {
      const isReady = await ready(join(programs, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)]).then(
        () => true,
        () => false,
      )
      if (isReady) return
      if (attempt === 100 || server.exitCode !== null) {
        await stop()
        throw new Error('the PostgreSQL server for tests does not start')
      }
      await sleep(100)
    }
  }
  await start()
  return {
    url: `postgres://tester@127.0.0.1:${port}/postgres`,
    kill: () => end('SIGQUIT'),
    start,
    stop,
  }
}

/** The server refuses to run as root; Debian has an account for it. */
function accountOf(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}
