import { OnecycleError } from '@onecycle/tensor-core'

/** What every part of the pickle reader throws. */
export const badPickle = (what: string, data: Readonly<Record<string, unknown>> = {}) =>
  new OnecycleError('BAD_PICKLE', `cannot read the pickle: ${what}`, data)

/** Walks through bytes, little-endian; what it hands out are views. Every length is checked first. */
export class ByteReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** Bytes read. */
  get at(): number {
    return this.#at
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  /** The next `length` bytes. @throws OnecycleError `BAD_PICKLE` when there are fewer */
  take(length: number): Uint8Array {
    const from = this.#advance(length)
    return this.#bytes.subarray(from, from + length)
  }

  uint8 = (): number => this.#view.getUint8(this.#advance(1))
  uint16 = (): number => this.#view.getUint16(this.#advance(2), true)
  uint32 = (): number => this.#view.getUint32(this.#advance(4), true)
  int32 = (): number => this.#view.getInt32(this.#advance(4), true)

  /** A length of 8 bytes; one above 2^53 is not exact, and longer than any file. */
  uint64 = (): number => Number(this.#view.getBigUint64(this.#advance(8), true))

  /** ASCII text up to the next line feed, which is read too; no name that is meant to be here is as long as `most`. */
  line(most = 100): string {
    const end = this.#bytes.subarray(this.#at, this.#at + most).indexOf(0x0a)
    if (end < 0) throw badPickle(`a line at byte ${this.#at} does not end within ${most} bytes`)
    const text = printable(this.take(end))
    this.#at++
    return text
  }

  #advance(length: number): number {
    if (length > this.left) {
      throw badPickle(`it ends at byte ${this.#bytes.length}; ${length} bytes should follow byte ${this.#at}`)
    }
    const from = this.#at
    this.#at += length
    return from
  }
}

/** Bytes as text for names and messages: what is not printable ASCII becomes a question mark. */
export const printable = (bytes: Uint8Array): string =>
  String.fromCharCode(...bytes.subarray(0, 100)).replace(/[^ -~]/g, '?')
