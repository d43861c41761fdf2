import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { removeLeftovers } from './leftovers.ts'

it('removes what was not written to its end, and leaves what may be under way', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'leftovers-'))
  const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000)
  for (const name of ['a.safetensors', 'a.safetensors.0a.tmp', 'b.safetensors.0b.tmp']) {
    await writeFile(join(folder, name), 'x')
    if (!name.startsWith('b')) await utimes(join(folder, name), longAgo, longAgo)
  }
  await removeLeftovers(folder)
  expect((await readdir(folder)).toSorted()).toEqual(['a.safetensors', 'b.safetensors.0b.tmp'])
  await rm(folder, { recursive: true })
})
