import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { extractZip } from './extract-zip.ts'
import { zipOf, type TestEntry } from './zip-for-tests.ts'

describe('extractZip', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'extract-zip-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const good: TestEntry[] = [
    { name: 'set/', content: '' },
    { name: 'set/a.txt', content: 'stored' },
    { name: 'set/b.txt', content: 'deflated '.repeat(1000), deflate: true },
    { name: 'set/other.txt', content: 'not wanted' },
    { name: 'a.txt', content: 'of another folder' },
  ]

  async function extract(zip: Uint8Array, maxBytes = 20_000): Promise<void> {
    const path = join(folder, 'some.zip')
    await writeFile(path, zip)
    await extractZip(path, { folder: 'set', files: ['a.txt', 'b.txt'], into: folder, maxBytes })
  }

  it('writes the wanted files and no others', async () => {
    await extract(zipOf(good))
    expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('stored')
    expect(await readFile(join(folder, 'b.txt'), 'utf8')).toBe('deflated '.repeat(1000))
    expect(await readdir(folder)).toEqual(['a.txt', 'b.txt', 'some.zip'])
  })

  it.each(['../evil.txt', 'set/../../evil.txt', '/evil.txt', 'C:/evil.txt', 'set\\..\\evil.txt'])(
    'refuses an archive with an entry named %s',
    async (name) => {
      await expect(extract(zipOf([{ name, content: 'evil' }, ...good]))).rejects.toMatchObject({
        code: 'BAD_ZIP',
      })
      expect(await readdir(folder)).toEqual(['some.zip'])
    },
  )

  it('refuses a file that is too large before writing it', async () => {
    await expect(extract(zipOf(good), 8_999)).rejects.toThrow(
      'set/b.txt unpacks to 9000 bytes; expected at most 8999',
    )
    expect(await readdir(folder)).not.toContain('b.txt')
  })

  const withB = (b: Partial<TestEntry>) =>
    zipOf(good.map((entry) => (entry.name === 'set/b.txt' ? { ...entry, ...b } : entry)))

  it('stops at the stated size of a file that unpacks to more', async () => {
    const bomb = withB({ content: 'x'.repeat(5_000_000), statedSize: 10 })
    await expect(extract(bomb)).rejects.toThrow('too many bytes in the stream')
  })

  it('refuses content that does not match its checksum', async () => {
    await expect(extract(withB({ statedCrc32: 1 }))).rejects.toThrow('set/b.txt does not match its checksum')
  })

  it('refuses damaged compressed data', async () => {
    const zip = zipOf(good)
    const at = zip.indexOf('set/b.txt') + 'set/b.txt'.length
    zip.fill(0xff, at, at + 8)
    await expect(extract(zip)).rejects.toMatchObject({ code: 'BAD_ZIP' })
  })

  it('refuses an archive that was cut short, or is none', async () => {
    const cut = zipOf(good).subarray(0, 200)
    await expect(extract(cut)).rejects.toThrow(/cannot unpack .*some\.zip: /)
    await expect(extract(Buffer.from('<html>not found</html>'))).rejects.toMatchObject({ code: 'BAD_ZIP' })
  })

  it('names what is missing', async () => {
    await expect(extract(zipOf([good[1]!]))).rejects.toThrow('it lacks set/b.txt')
  })

  it('refuses a file that is there twice', async () => {
    await expect(extract(zipOf([...good, good[1]!]))).rejects.toThrow('set/a.txt is in it twice')
  })

  it('names an archive that cannot be opened', async () => {
    const path = join(folder, 'none.zip')
    const options = { folder: 'set', files: [], into: folder, maxBytes: 1 }
    await expect(extractZip(path, options)).rejects.toMatchObject({ code: 'BAD_ZIP', data: { path } })
  })
})
