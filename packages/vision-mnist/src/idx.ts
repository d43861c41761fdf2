import { ndArray, OnecycleError, type NdArray } from '@onecycle/tensor-core'

const unsignedByte = 0x08
const mostDimensions = 8

/** What an IDX file says of itself before its values. */
export interface IdxHeader {
  readonly shape: readonly number[]
  /** Bytes of the header. */
  readonly start: number
  /** Bytes of the whole file: the header, and one byte a value. */
  readonly total: number
}

/**
 * Reads an array of unsigned bytes in the IDX format, in which MNIST comes: two zero bytes, the type, the
 * number of dimensions, each side as a big-endian 32-bit number, then the values.
 *
 * @param name of the file, for messages
 * @throws OnecycleError `BAD_IDX` where the bytes are anything else, or not exactly as many as they claim
 */
export function parseIdx(bytes: Uint8Array, name = 'IDX file'): NdArray<Uint8Array> {
  const { shape, start, total } = parseIdxHeader(bytes, name)
  if (bytes.length !== total) {
    throw badIdx(
      name,
      `shape [${shape.join(', ')}] needs ${total - start} bytes after the header, but there are ${bytes.length - start}`,
    )
  }
  return ndArray(new Uint8Array(bytes.subarray(start)), shape) // a copy, also of a Buffer
}

/** @throws OnecycleError `BAD_IDX` */
export function parseIdxHeader(bytes: Uint8Array, name: string): IdxHeader {
  if (bytes.length < 4) throw badIdx(name, `it has ${bytes.length} bytes; an IDX header needs at least 4`)
  const [zero1, zero2, type, dimensions] = bytes as unknown as [number, number, number, number]
  const isIdx = zero1 === 0 && zero2 === 0 && type === unsignedByte
  if (!isIdx || dimensions === 0 || dimensions > mostDimensions) {
    const magic = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    throw badIdx(
      name,
      `its first bytes are ${magic}; expected 00 00 08 (unsigned bytes) and the number of dimensions, 1 to ${mostDimensions}`,
    )
  }
  const start = 4 + 4 * dimensions
  if (bytes.length < start) throw badIdx(name, `it ends within its header of ${start} bytes`)
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i))
  return { shape, start, total: start + shape.reduce((product, side) => product * side, 1) }
}

const badIdx = (name: string, what: string) => new OnecycleError('BAD_IDX', `${name}: ${what}`, { name })
