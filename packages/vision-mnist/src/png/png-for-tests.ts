import { crc32, deflateSync } from 'node:zlib'

export interface TestPng {
  width?: number
  height?: number
  depth?: number
  colour?: number
  interlace?: number
  /** Unpacked: each row with its filter byte. */
  pixels?: Uint8Array
  /** Packed; in place of `pixels`. */
  idat?: Uint8Array
  /** Between the header and the pixels. */
  more?: Buffer[]
}

export function chunk(type: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(12 + data.length)
  bytes.writeUInt32BE(data.length, 0)
  bytes.write(type, 4, 'latin1')
  bytes.set(data, 8)
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length)
  return bytes
}

/** A PNG of 4 x 4 white pixels, but for what is told otherwise. */
export function pngOf(png: TestPng = {}): Buffer {
  const { width = 4, height = 4, depth = 8, colour = 0, interlace = 0, more = [] } = png
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([depth, colour, 0, 0, interlace], 8)
  const white = Uint8Array.from({ length: 20 }, (_, at) => (at % 5 === 0 ? 0 : 255))
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...more,
    chunk('IDAT', png.idat ?? deflateSync(png.pixels ?? white)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
