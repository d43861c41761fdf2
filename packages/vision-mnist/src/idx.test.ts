import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OnecycleError } from '@onecycle/tensor-core'
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
    ['another magic', bytes.with(0, 0x50), 'its first bytes are 50 00 08 02'],
    ['no dimensions', bytes.with(3, 0), 'its first bytes are 00 00 08 00'],
    ['255 dimensions', bytes.with(3, 255), 'the number of dimensions, 1 to 8'],
    ['a size beyond the file', bytes.with(4, 0xff), 'but there are 6'],
    ['sizes whose product is huge', bytes.with(4, 0xff).with(8, 0xff), 'but there are 6'],
    ['a side of zero', bytes.with(7, 0), 'shape [0, 3] needs 0 bytes after the header, but there are 6'],
  ])('is refused with %s', (_, broken, message) => {
    expect(() => parseIdx(broken)).toThrow(message)
  })

  it('is refused when its packing is cut at any byte', async () => {
    const packed = gzipSync(bytes)
    for (let length = 0; length < packed.length; length++) {
      const failure = await readIdx(await written('cut.gz', packed.subarray(0, length))).catch(
        (error: unknown) => error,
      )
      expect(
        OnecycleError.is(failure) &&
          /^(BAD_GZIP|BAD_IDX) cut.gz: /.test(`${failure.code} ${failure.message}`),
      ).toBe(true)
    }
  })

  it('is unpacked no further than its header promises', async () => {
    const bomb = gzipSync(Buffer.concat([bytes, Buffer.alloc(200_000_000)]), { level: 1 })
    const path = await written('bomb.gz', bomb)
    const before = process.memoryUsage().arrayBuffers
    await expect(readIdx(path)).rejects.toThrow(
      'bomb.gz: it unpacks to more than the 18 bytes that belong there',
    )
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * bomb.length)
  })

  it('is refused when its header promises more than its packing holds', async () => {
    const path = await written('liar.gz', gzipSync(bytes.with(5, 0x01)))
    await expect(readIdx(path)).rejects.toThrow(
      'liar.gz: shape [65538, 3] needs 196614 bytes after the header, but there are 6',
    )
  })

  it('is not unpacked at all when its header promises more than a set of digits can have', async () => {
    const path = await written('bomb.gz', gzipSync(bytes.with(4, 0xff)))
    await expect(readIdx(path)).rejects.toThrow(
      'bomb.gz: its header promises 12834570258 bytes; expected at most 1073741824 in a packed file',
    )
  })
})
