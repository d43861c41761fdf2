import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readIdx } from './idx-file.ts'
import { parseIdx } from './idx.ts'

const bytes = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255)
const expected = { data: Uint8Array.of(1, 2, 3, 4, 5, 255), shape: [2, 3] }

describe('IDX', () => {
  let folder: string
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'onecycle-'))))
  afterAll(() => rm(folder, { recursive: true }))
  const written = async (name: string, content: Uint8Array) => {
    await writeFile(join(folder, name), content)
    return join(folder, name)
  }

  it('is read, packed or not', async () => {
    expect(parseIdx(bytes)).toEqual(expected)
    expect(await readIdx(await written('plain', bytes))).toEqual(expected)
    expect(await readIdx(await written('packed.gz', gzipSync(bytes)))).toEqual(expected)
  })

  it('is refused when it is cut at any byte', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(() => parseIdx(bytes.subarray(0, length), 'cut')).toThrow(/^cut: /)
    }
  })

  it.each([
    [
      'bytes that follow',
      Uint8Array.of(...bytes, 0),
      'shape [2, 3] needs 6 bytes after the header, but there are 7',
    ],
    ['another type', bytes.with(2, 0x0d), 'its first bytes are 00 00 0d 02'],
    ['a size beyond the file', bytes.with(4, 0xff), 'but there are 6'],
  ])('is refused with %s', (_, broken, message) => {
    expect(() => parseIdx(broken)).toThrow(message)
  })

  it('is refused when its packing is cut', async () => {
    const path = await written('cut.gz', gzipSync(bytes).subarray(0, 20))
    await expect(readIdx(path)).rejects.toThrow('cut.gz: its gzip packing is broken')
  })
})
