import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../architecture/workspace.ts'
import { listenOnce } from './site.ts'

export interface Machines {
  /** A site without a trainer, which may still be starting. */
  site(): Promise<{ readonly address: string }>
  trainer(): void
  stop(): Promise<void>
}

/**
 * Several machines on one PostgreSQL, each of them a process on this one. Each has a home of its own, in which
 * the folder of models is a link to the one that all share.
 */
export function machinesOn(databaseUrl: string): Machines {
  const folder = mkdtempSync(join(tmpdir(), 'machines-'))
  const models = join(folder, 'models')
  mkdirSync(models)
  const stops: (() => Promise<unknown>)[] = []

  const start = (script: string, port = 0): void => {
    const home = mkdtempSync(join(folder, 'home-'))
    symlinkSync(models, join(home, 'models'))
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        HOME: home,
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        PORT: String(port),
        ONECYCLE_HOME: home,
        ONECYCLE_DATA: 'sample',
        ONECYCLE_BACKEND: 'wasm',
        ONECYCLE_VISITOR_KEY: '0123456789abcdef0123456789abcdef',
        DATABASE_URL: databaseUrl,
      },
    })
    const ended = once(child, 'close')
    stops.push(() => (child.kill('SIGTERM'), ended))
  }
  return {
    async site() {
      const port = await listenOnce(0)
      start('apps/demo/server/front/main.ts', port)
      return { address: `http://127.0.0.1:${port}` }
    },
    trainer: () => start('apps/demo/trainer/main.ts'),
    async stop() {
      await Promise.all(stops.map((stop) => stop()))
      rmSync(folder, { recursive: true })
    },
  }
}
