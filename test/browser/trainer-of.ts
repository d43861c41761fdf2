import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Site } from './site.ts'

/** The processes of a site, by what they do. */
export function processesOf({ pid }: Site): { readonly web: number; readonly trainer: number } {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number)
  const isTrainer = (child: number) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('trainer')
  return {
    web: children.find((child) => !isTrainer(child)) ?? NaN,
    trainer: children.find(isTrainer) ?? NaN,
  }
}

function parentOf(pid: string): number | null {
  try {
    return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return null // gone meanwhile
  }
}

/** What the site's store holds, read past the site. */
export function storedOf({ home }: Site) {
  const database = new DatabaseSync(join(home, 'demo.sqlite'), { readOnly: true })
  return {
    /** How often the job was claimed. */
    claims: (job: number) =>
      database
        .prepare("SELECT count(*) AS claims FROM events WHERE job = ? AND event ->> 'status' = 'running'")
        .get(job)?.['claims'],
    status: (job: number) => database.prepare('SELECT status FROM jobs WHERE id = ?').get(job)?.['status'],
    close: () => database.close(),
  }
}
