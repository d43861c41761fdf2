import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeFileAtomic } from './write-file-atomic.ts'

let folder: string
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'onecycle-'))))
afterEach(() => rm(folder, { recursive: true }))

it('replaces a file as a whole and leaves nothing else behind', async () => {
  const path = join(folder, 'model')
  await writeFileAtomic(path, 'old')
  await writeFileAtomic(path, Uint8Array.of(110, 101, 119))
  expect(await readFile(path, 'utf8')).toBe('new')
  expect(await readdir(folder)).toEqual(['model'])
})

it('leaves nothing half-written when it cannot finish', async () => {
  await expect(writeFileAtomic(join(folder, 'missing', 'model'), 'x')).rejects.toThrow('ENOENT')
  await expect(writeFileAtomic(folder, 'x')).rejects.toThrow() // the target is a folder: the rename fails
  expect(await readdir(folder)).toEqual([])
})
