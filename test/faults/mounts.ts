import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file system of its own in memory. */
export interface Mount {
  readonly folder: string
  makeReadOnly(): void
  makeWritable(): void
  unmount(): void
}

/** Mounts a small file system over a folder, which it makes where there is none. */
export function mountSmall(folder: string, mebibytes: number): Mount {
  mkdirSync(folder, { recursive: true })
  const mount = (...options: string[]) => execFileSync('mount', [...options, folder], { stdio: 'pipe' })
  mount('-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs')
  return {
    folder,
    makeReadOnly: () => void mount('-o', 'remount,ro'),
    makeWritable: () => void mount('-o', 'remount,rw'),
    unmount: () => void execFileSync('umount', [folder], { stdio: 'pipe' }),
  }
}

/** Whether this account may do so here. */
export function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'mount-'))
  try {
    mountSmall(folder, 1).unmount()
    return true
  } catch (error) {
    console.warn(
      `Left out: a full disk and a read-only folder; mounting a tmpfs is not allowed: ${String(error)}`,
    )
    return false
  } finally {
    rmSync(folder, { recursive: true })
  }
}
