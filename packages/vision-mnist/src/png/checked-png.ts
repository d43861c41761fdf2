import { inflateSync } from 'node:zlib'
import { OnecycleError } from '@onecycle/tensor-core'

/** More than any photograph of a sheet of paper has; its grey values take 64 MiB. */
export const MOST_PIXELS = 2 ** 24

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
/** What a picture consists of. Colour profiles, texts and animations are left out, and never unpacked. */
const KEPT = ['IHDR', 'IDAT', 'IEND']
/** Besides, where pixels are numbers of colours; elsewhere these two are hints. */
const KEPT_BY_NUMBER = ['PLTE', 'tRNS']
const BY_NUMBER = 3
/** Samples a pixel, by colour type. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
const DEPTHS = [1, 2, 4, 8, 16]

/** First column and row of each pass of an interlaced picture, and the steps to the next (PNG, 8.2). */
const ADAM7 = [
  [0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2],
] as const // prettier-ignore

/**
 * The chunks of a PNG that make its picture, once it is sure that they can be decoded within bounds: sizes and
 * lengths are checked, and the pixels unpack to exactly the bytes that the header promises.
 *
 * @param name of the file, for messages
 * @throws OnecycleError `BAD_PNG`
 */
export function checkedPng(bytes: Uint8Array, name: string): Uint8Array {
  const bad = (what: string, cause?: unknown) =>
    new OnecycleError('BAD_PNG', `${name}: ${what}`, { name }, cause)
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (!file.subarray(0, 8).equals(SIGNATURE)) throw bad('it is no PNG picture')
  const all = [...chunksOf(file, bad)]
  const header = all[0]!.data
  if (all[0]!.type !== 'IHDR' || header.length !== 13) throw bad('it does not begin with a header')
  const isByNumber = header[9] === BY_NUMBER
  const chunks = all.filter(
    ({ type }) => KEPT.includes(type) || (isByNumber && KEPT_BY_NUMBER.includes(type)),
  )
  if (isByNumber && !chunks.some(({ type }) => type === 'PLTE')) throw bad('it lacks its palette')
  const promised = pixelBytes(header, bad)
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data))
  let unpacked: number
  try {
    unpacked = inflateSync(packed, { maxOutputLength: promised }).length
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const isLonger = code === 'ERR_BUFFER_TOO_LARGE'
    throw bad(
      isLonger ? `it has more pixels than its header promises` : `its pixels are broken (${message})`,
      error,
    )
  }
  if (unpacked !== promised) throw bad(`its pixels are cut: ${unpacked} of ${promised} bytes are there`)
  return Buffer.concat([SIGNATURE, ...chunks.map(({ whole }) => whole)])
}

type Bad = (what: string) => OnecycleError

interface Chunk {
  readonly type: string
  readonly data: Buffer
  /** With its length, type and checksum. */
  readonly whole: Buffer
}

/** Up to IEND. */
function* chunksOf(file: Buffer, bad: Bad): Generator<Chunk> {
  for (let at = 8; ;) {
    if (file.length < at + 12) throw bad(`it ends at byte ${file.length}, within a chunk or before its last`)
    const length = file.readUInt32BE(at)
    const end = at + 12 + length
    if (end > file.length) throw bad(`a chunk claims ${length} bytes, but ${file.length - at - 12} are left`)
    const type = file.toString('latin1', at + 4, at + 8)
    yield { type, data: file.subarray(at + 8, end - 4), whole: file.subarray(at, end) }
    if (type === 'IEND') return
    at = end
  }
}

/** Bytes of the unpacked pixels by the header: each row of each pass has one more for its filter. */
function pixelBytes(header: Buffer, bad: Bad): number {
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const [depth, colour, interlace] = [header[8]!, header[9]!, header[12]!]
  if (width === 0 || height === 0 || width * height > MOST_PIXELS) {
    throw bad(`it is of ${width} x ${height} pixels; expected 1 to ${MOST_PIXELS} in all`)
  }
  const channels = CHANNELS[colour]
  if (!channels || !DEPTHS.includes(depth) || interlace > 1) {
    throw bad(
      `its header has colour type ${colour}, depth ${depth} and interlace ${interlace}, which PNG has not`,
    )
  }
  const passes = interlace === 1 ? ADAM7 : ([[0, 0, 1, 1]] as const)
  return passes.reduce((sum, [x, y, stepX, stepY]) => {
    const columns = Math.ceil(Math.max(0, width - x) / stepX)
    const rows = Math.ceil(Math.max(0, height - y) / stepY)
    return columns === 0 ? sum : sum + rows * (1 + Math.ceil((columns * channels * depth) / 8))
  }, 0)
}
