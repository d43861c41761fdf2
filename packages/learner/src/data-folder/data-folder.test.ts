import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { dataFolder, missingFiles, type PublicDataSet } from './data-folder.ts'

let root: string
let cacheDir: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'data-folder-'))
  cacheDir = join(root, 'cache')
  vi.stubEnv('ONECYCLE_DATA', undefined)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(root, { recursive: true })
})

/** A data set of one file, a.txt. */
const set = (fill: PublicDataSet['fill']): PublicDataSet => ({
  name: 'letters',
  title: 'Letters',
  contents: 'a.txt',
  advice: 'Write them yourself.',
  missing: (folder) => missingFiles(folder, ['a.txt']),
  fill,
})
const writes = set((folder) => writeFile(join(folder, 'a.txt'), 'a'))
const never = set(() => expect.fail('nothing should be downloaded'))

async function folderWithLetters(...parts: string[]): Promise<string> {
  const folder = join(root, ...parts)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'a.txt'), 'a')
  return folder
}

describe('dataFolder', () => {
  it('is the folder that was named, and no other', async () => {
    const dir = await folderWithLetters('mine')
    expect(await dataFolder(never, { dir })).toBe(dir)
    await expect(dataFolder(never, { dir: root })).rejects.toMatchObject({
      code: 'DATA_NOT_FOUND',
      message: `dir ${root} lacks a.txt; expected the folder that holds a.txt`,
    })
  })

  it('is in $ONECYCLE_DATA before the cache, and in the cache before the net', async () => {
    const cached = await folderWithLetters('cache', 'letters')
    expect(await dataFolder(never, { cacheDir })).toBe(cached)
    const given = await folderWithLetters('data', 'letters')
    vi.stubEnv('ONECYCLE_DATA', join(root, 'data'))
    expect(await dataFolder(never, { cacheDir })).toBe(given)
  })

  it('is filled once, beside its place, and then moved there', async () => {
    const place = join(cacheDir, 'letters')
    expect(await dataFolder(writes, { cacheDir })).toBe(place)
    expect(await readdir(place)).toEqual(['a.txt'])
    expect(await dataFolder(never, { cacheDir })).toBe(place)
  })

  it('lets two at once both succeed', async () => {
    const both = await Promise.all([dataFolder(writes, { cacheDir }), dataFolder(writes, { cacheDir })])
    expect(both).toEqual([join(cacheDir, 'letters'), join(cacheDir, 'letters')])
    expect(await readdir(cacheDir)).toEqual(['letters'])
  })

  it('leaves nothing where filling fails, and says where it looked, why, and what to do', async () => {
    const fails = set(async (folder) => {
      await writeFile(join(folder, 'half'), '')
      throw new Error('the net is down')
    })
    await expect(dataFolder(fails, { cacheDir })).rejects.toMatchObject({
      code: 'DATA_NOT_FOUND',
      message: `Letters was not found in: $ONECYCLE_DATA (not set); ${join(cacheDir, 'letters')} (lacks a.txt). And: the net is down. Write them yourself.`,
    })
    expect(await readdir(cacheDir)).toEqual([])
  })

  it('fails with the reason of the signal when it is aborted', async () => {
    const signal = AbortSignal.abort(new Error('closed by the user'))
    const fails = set(() => Promise.reject(new Error('aborted')))
    await expect(dataFolder(fails, { cacheDir, signal })).rejects.toThrow('closed by the user')
  })
})
