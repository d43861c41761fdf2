import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTrainer, startWeb, type ProcessOptions } from '../faults/processes.ts'
import type { Running } from './process.ts'
import { listenOnce } from './site.ts'

export interface Machines {
  /** A site without a trainer. */
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
  const env = { DATABASE_URL: databaseUrl, ONECYCLE_VISITOR_KEY: '0123456789abcdef0123456789abcdef' }
  const machine = (): ProcessOptions => {
    const home = mkdtempSync(join(folder, 'home-'))
    symlinkSync(models, join(home, 'models'))
    return { home, env }
  }
  const started: Running[] = []
  return {
    async site() {
      const web = await startWeb({ ...machine(), port: await listenOnce(0) })
      started.push(web)
      return web
    },
    trainer: () => void started.push(startTrainer(machine())),
    async stop() {
      await Promise.all(started.map((each) => each.stop()))
      rmSync(folder, { recursive: true })
    },
  }
}
