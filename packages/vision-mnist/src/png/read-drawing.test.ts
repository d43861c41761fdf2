import { readdirSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Generator, OnecycleError } from '@onecycle/tensor-core'
import { chunk, pngOf } from './png-for-tests.ts'
import { readDrawing } from './read-drawing.ts'

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url))
const pictures = readdirSync(fixtures).filter((name) => name.endsWith('.png'))

let folder: string
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'png-'))))
afterAll(() => rm(folder, { recursive: true }))
const drawingOf = async (bytes: Uint8Array) => {
  await writeFile(join(folder, 'picture.png'), bytes)
  return readDrawing(join(folder, 'picture.png'))
}
const failureOf = async (bytes: Uint8Array): Promise<OnecycleError> => {
  const failure: unknown = await drawingOf(bytes).catch((error: unknown) => error)
  return OnecycleError.is(failure) ? failure : expect.fail(String(failure))
}

describe('readDrawing', () => {
  it('finds fixtures of all kinds', () => expect(pictures).toHaveLength(8))

  it.each(pictures)('reads %s as the same seven', async (name) => {
    const { data, shape } = await readDrawing(join(fixtures, name))
    expect(shape).toEqual([32, 24])
    const seven = await readDrawing(join(fixtures, 'grey8.png'))
    const isInk = (value: number) => value > 0.5
    expect([...data].map(isInk)).toEqual([...seven.data].map(isInk))
    expect([...data].filter(isInk).length).toBeGreaterThan(100)
    expect(isInk(data[5 * 24 + 10]!)).toBe(true) // in the upper bar
    expect(isInk(data[25 * 24 + 20]!)).toBe(false)
  })

  it('reads samples of 2 and 4 bits', async () => {
    const two = await drawingOf(pngOf({ depth: 2, height: 1, pixels: Uint8Array.of(0, 0b11_10_01_00) }))
    ;[0, 1 / 3, 2 / 3, 1].forEach((ink, at) => expect(two.data[at]).toBeCloseTo(ink, 6))
    const four = await drawingOf(
      pngOf({ depth: 4, height: 1, width: 3, pixels: Uint8Array.of(0, 0xff, 0x90) }),
    )
    ;[0, 0, 0.4].forEach((ink, at) => expect(four.data[at]).toBeCloseTo(ink, 6))
  })

  it('takes the palette of a grey picture for the hint it is', async () => {
    const { data } = await drawingOf(pngOf({ more: [chunk('PLTE', Buffer.alloc(768))] }))
    expect([...data]).toEqual(Array(16).fill(0))
  })

  it('reads an interlaced picture', async () => {
    // 8 x 8, all white but the pixel at column 3, row 5, which is in the last pass.
    const passes = [[1, 1], [1, 1], [2, 1], [2, 2], [4, 2], [4, 4], [8, 4]] // prettier-ignore
    const pixels = passes.flatMap(([columns, rows], pass) =>
      Array.from({ length: rows! }, (_, row) => [
        0,
        ...Array.from({ length: columns! }, (_, column) =>
          pass === 6 && row === 2 && column === 3 ? 0 : 255,
        ),
      ]).flat(),
    )
    const { data } = await drawingOf(
      pngOf({ width: 8, height: 8, interlace: 1, pixels: Uint8Array.from(pixels) }),
    )
    expect([...data].flatMap((ink, at) => (ink > 0.5 ? [at] : []))).toEqual([5 * 8 + 3])
  })
})

describe('a hostile PNG', () => {
  const bomb = deflateSync(Buffer.alloc(200_000_000), { level: 1 })
  it.each<[string, () => Uint8Array, string]>([
    ['no picture', () => Buffer.from('GIF89a and so on'), 'it is no PNG picture'],
    ['nothing', () => Buffer.alloc(0), 'it is no PNG picture'],
    [
      'a huge header',
      () => pngOf({ width: 0xffffffff, height: 0xffffffff }),
      'it is of 4294967295 x 4294967295 pixels',
    ],
    [
      'a large header',
      () => pngOf({ width: 4097, height: 4096 }),
      'it is of 4097 x 4096 pixels; expected 1 to 16777216',
    ],
    ['no pixels', () => pngOf({ width: 0 }), 'it is of 0 x 4 pixels'],
    ['an unknown colour type', () => pngOf({ colour: 5 }), 'its header has colour type 5'],
    ['a depth of 3', () => pngOf({ depth: 3 }), 'its header has colour type 0, depth 3'],
    [
      'more pixels than promised',
      () => pngOf({ pixels: Buffer.alloc(21) }),
      'it has more pixels than its header promises',
    ],
    ['a bomb of pixels', () => pngOf({ idat: bomb }), 'it has more pixels than its header promises'],
    [
      'fewer pixels than promised',
      () => pngOf({ pixels: Buffer.alloc(19) }),
      'its pixels are cut: 19 of 20 bytes are there',
    ],
    ['pixels that are no deflate', () => pngOf({ idat: Buffer.from('abc') }), 'its pixels are broken'],
    ['a chunk beyond the end', () => pngOf().fill(0x7f, 33, 34), 'a chunk claims 2130706448 bytes'],
    ['a wrong checksum', () => pngOf().fill(0xaa, 29, 33), 'it cannot be decoded'],
    ['no palette', () => pngOf({ colour: 3 }), 'it lacks its palette'],
    [
      'a colour beyond the palette',
      () => pngOf({ colour: 3, more: [chunk('PLTE', Buffer.alloc(6))] }),
      'pixel 0 has colour 255 of 2',
    ],
    [
      'an empty palette',
      () => pngOf({ colour: 3, more: [chunk('PLTE', Buffer.alloc(0))] }),
      'pixel 0 has colour 255 of 0',
    ],
  ])('with %s is refused in one line', async (_, make, message) => {
    const bytes = make()
    const before = process.memoryUsage().arrayBuffers
    const failure = await failureOf(bytes)
    expect(failure.code).toBe('BAD_PNG')
    expect(failure.message).toContain(`picture.png: ${message}`)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * bytes.length + 2_000_000)
  })

  it('cannot hide a bomb in a colour profile: it is not unpacked', async () => {
    const profile = chunk('iCCP', Buffer.concat([Buffer.from('name\0\0', 'latin1'), bomb]))
    expect((await drawingOf(pngOf({ more: [profile] }))).shape).toEqual([4, 4])
  })

  it('is refused when it is cut at any byte', async () => {
    const whole = await readFile(join(fixtures, 'rgb.png'))
    for (let length = 0; length < whole.length; length++) {
      expect((await failureOf(whole.subarray(0, length))).code).toBe('BAD_PNG')
    }
  })

  it('with flipped bits is read or refused, and fails in no other way', async () => {
    const whole = await readFile(join(fixtures, 'rgb.png'))
    const rng = new Generator(1)
    let refused = 0
    for (let trial = 0; trial < 500; trial++) {
      const broken = Uint8Array.from(whole)
      broken[rng.integer(whole.length)]! ^= 1 << rng.integer(8)
      const failure = await drawingOf(broken).catch((error: unknown) => error)
      if (OnecycleError.is(failure)) refused++
      else if (failure instanceof Error) throw failure
    }
    expect(refused).toBeGreaterThan(450)
  })
})
