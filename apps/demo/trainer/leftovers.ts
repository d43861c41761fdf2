import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Longer than any file of ours takes to be written, in milliseconds. */
const old = 60 * 60 * 1000

/** Removes files that were being written when their trainer was killed; other trainers may write others now. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of (await readdir(folder)).filter((each) => each.endsWith('.tmp'))) {
    const file = join(folder, name)
    const found = await stat(file).catch(() => null) // gone meanwhile
    if (found && Date.now() - found.mtimeMs > old) await rm(file, { force: true })
  }
}
