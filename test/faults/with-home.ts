import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listenOnce } from '../browser/site.ts'
import type { Running } from '../browser/process.ts'
import { startTrainer, startWeb, type ProcessOptions, type Web } from './processes.ts'

export interface Home {
  /** The folder of all that the site keeps. */
  readonly folder: string
  readonly web: (options?: Pick<ProcessOptions, 'env'>) => Promise<Web>
  readonly trainer: (options?: Pick<ProcessOptions, 'env'>) => Running
}

/** Hands a new home to a test, and ends the processes that it has started on it. */
export async function withHome(use: (home: Home) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'onecycle-faults-'))
  const started: Running[] = []
  const home: Home = {
    folder,
    async web(options = {}) {
      const web = await startWeb({ home: folder, port: await listenOnce(0), ...options })
      started.push(web)
      return web
    },
    trainer(options = {}) {
      const trainer = startTrainer({ home: folder, ...options })
      started.push(trainer)
      return trainer
    },
  }
  try {
    await use(home)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const printed = started.map((each) => each.output().slice(-4000)).join('\n')
    throw new Error(`${message}\nThe processes printed:\n${printed}`, { cause: error })
  } finally {
    await Promise.all(started.map((each) => each.kill()))
    await rm(folder, { recursive: true, force: true })
  }
}
