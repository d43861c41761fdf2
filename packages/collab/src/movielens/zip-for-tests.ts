import { crc32, deflateRawSync } from 'node:zlib'

/** One file of a zip archive made by {@link zipOf}; the last three make it wrong on purpose. */
export interface TestEntry {
  name: string
  content: string | Uint8Array
  deflate?: boolean
  statedSize?: number
  statedCrc32?: number
}

const VERSION = 20
const STORED = 0
const DEFLATED = 8

/** A small zip archive: local headers and data, then the central directory and its end record. */
export function zipOf(entries: readonly TestEntry[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, deflate = false, statedSize, statedCrc32 } of entries) {
    const bytes = Buffer.from(content)
    const data = deflate ? deflateRawSync(bytes) : bytes
    const fileName = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(VERSION, 0)
    common.writeUInt16LE(deflate ? DEFLATED : STORED, 4)
    common.writeUInt32LE(statedCrc32 ?? crc32(bytes), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(statedSize ?? bytes.length, 18)
    common.writeUInt16LE(fileName.length, 22)

    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, fileName, data])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.of(VERSION, 0), common, tail, fileName]))
    files.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...files, central, Buffer.from('PK\x05\x06'), end])
}
