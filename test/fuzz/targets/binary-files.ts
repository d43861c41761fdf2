import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { parseIdx, parseMnistPickle } from '@onecycle/vision-mnist'
import { readDrawing, readIdx } from '@onecycle/vision-mnist/node'
import { extractZip } from '../../../packages/collab/src/movielens/extract-zip.ts'
import { zipOf } from '../../../packages/collab/src/movielens/zip-for-tests.ts'
import { chunk, pngOf } from '../../../packages/vision-mnist/src/png/png-for-tests.ts'
import { editedBytes } from '../edit-bytes.ts'
import type { Target } from '../target.ts'
import { pickledOpcodes } from './pickled-opcodes.ts'

const fixtures = new URL('../../../packages/vision-mnist/fixtures/', import.meta.url)
const fixturesOf = (ending: string): Uint8Array[] =>
  readdirSync(fixtures)
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(new URL(name, fixtures)))

const folder = mkdtempSync(join(tmpdir(), 'fuzz-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

/** For readers of files: the input as one. */
const asFile =
  <T>(name: string, read: (path: string) => Promise<T>) =>
  async (input: Uint8Array): Promise<T> => {
    const path = join(folder, name)
    writeFileSync(path, input)
    return read(path)
  }

const idx = (sides: readonly number[], values: Uint8Array) => {
  const header = Buffer.alloc(4 + 4 * sides.length)
  header.set([0, 0, 8, sides.length])
  sides.forEach((side, i) => header.writeUInt32BE(side, 4 + 4 * i))
  return Buffer.concat([header, values])
}
const side = fc.oneof(fc.nat(4), fc.constantFrom(0xffff, 0x10000, 0x7fffffff, 0xffffffff))
const builtIdx = fc
  .tuple(fc.array(side, { maxLength: 10 }), fc.uint8Array({ maxLength: 64 }))
  .map(([sides, values]) => idx(sides, values))
const goodIdx = idx([2, 3, 4], new Uint8Array(24).fill(9))

const png = fc
  .record({
    width: fc.oneof(fc.nat(9), fc.constantFrom(4096, 65_536, 0xffffffff)),
    height: fc.oneof(fc.nat(9), fc.constantFrom(4096, 0xffffffff)),
    depth: fc.constantFrom(1, 2, 4, 8, 16, 3),
    colour: fc.nat(7),
    interlace: fc.nat(2),
    idat: fc.uint8Array({ maxLength: 300 }).map((pixels) => deflateSync(pixels)),
    more: fc.array(
      fc
        .tuple(
          fc.constantFrom('PLTE', 'tRNS', 'IDAT', 'IHDR', 'iCCP', 'tEXt', 'acTL', 'gAMA'),
          fc.uint8Array({ maxLength: 30 }),
        )
        .map(([type, content]) => chunk(type, content)),
      { maxLength: 4 },
    ),
  })
  .map((parts) => new Uint8Array(pngOf(parts)))

const entryName = fc.constantFrom('ml-100k/u.data', 'ml-100k/u.item', '../u.data', '/u.data', 'ml-100k/../../u.data', 'C:\\u.data', 'ml-100k\\u.data', '', 'a/') // prettier-ignore
const size = fc.option(fc.constantFrom(0, 1, 10_000, 10_001, 0xffffffff), { nil: undefined })
const zip = fc
  .array(
    fc
      .record({
        name: entryName,
        content: fc.uint8Array({ maxLength: 200 }),
        deflate: fc.boolean(),
        statedSize: size,
        statedCrc32: size,
      })
      .map(({ statedSize, statedCrc32, ...entry }) => ({
        ...entry,
        ...(statedSize !== undefined && { statedSize }),
        ...(statedCrc32 !== undefined && { statedCrc32 }),
      })),
    { maxLength: 4 },
  )
  .map((entries) => new Uint8Array(zipOf(entries)))
const goodZip = zipOf([
  { name: 'ml-100k/u.data', content: '196\t242\t3\t881250949\n'.repeat(50), deflate: true },
  { name: 'ml-100k/u.item', content: '1|Toy Story (1995)' },
  { name: 'ml-100k/README', content: 'read me' },
])

async function unzip(path: string): Promise<void> {
  const into = mkdtempSync(join(folder, 'into-'))
  const options = { folder: 'ml-100k', files: ['u.data', 'u.item'], into, maxBytes: 10_000 }
  await extractZip(path, options).finally(async () => {
    const others = readdirSync(into).filter((name) => !options.files.includes(name))
    await rm(into, { recursive: true })
    if (others.length > 0) throw new Error(`it wrote ${others.join(', ')}`)
  })
}

/** What is read as bytes: IDX, pickle, PNG, zip. */
export const binaryFiles: readonly Target[] = [
  { name: 'IDX', inputs: fc.oneof(editedBytes([goodIdx]), builtIdx), parse: (input) => parseIdx(input) },
  {
    name: 'IDX, gzip',
    inputs: fc.oneof(
      editedBytes([gzipSync(goodIdx)]),
      fc.oneof(editedBytes([goodIdx]), builtIdx).map((bytes) => new Uint8Array(gzipSync(bytes))),
    ),
    parse: asFile('idx.gz', readIdx),
  },
  {
    name: 'pickle',
    inputs: fc.oneof(editedBytes(fixturesOf('.pkl')), pickledOpcodes),
    parse: parseMnistPickle,
  },
  {
    name: 'PNG',
    inputs: fc.oneof(editedBytes(fixturesOf('.png')), png),
    parse: asFile('picture.png', readDrawing),
  },
  { name: 'zip', inputs: fc.oneof(editedBytes([goodZip]), zip), parse: asFile('archive.zip', unzip) },
]
