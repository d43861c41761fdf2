import { OnecycleError } from './errors.ts'
import { ndArray, type NdArray, type NdData } from './nd-array.ts'

/** Named arrays and free text beside them: what a model file holds. */
export interface TensorFile {
  readonly tensors: ReadonlyMap<string, NdArray>
  readonly metadata: Readonly<Record<string, string>>
}

const types = {
  F32: { make: (buffer: ArrayBuffer) => new Float32Array(buffer), bytes: 4 },
  I32: { make: (buffer: ArrayBuffer) => new Int32Array(buffer), bytes: 4 },
  U8: { make: (buffer: ArrayBuffer) => new Uint8Array(buffer), bytes: 1 },
} as const

type Dtype = keyof typeof types

const dtypeOf = (data: NdData): Dtype =>
  data instanceof Float32Array ? 'F32' : data instanceof Int32Array ? 'I32' : 'U8'

/**
 * The bytes of a safetensors file: 8 bytes with the header's length, a JSON header, then the arrays one
 * after the other, little-endian. (Format: Hugging Face safetensors 0.x.)
 */
export function encodeSafetensors({ tensors, metadata }: TensorFile): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata }
  let end = 0
  for (const [name, { data, shape }] of tensors) {
    header[name] = { dtype: dtypeOf(data), shape, data_offsets: [end, (end += data.byteLength)] }
  }
  const json = JSON.stringify(header)
  const unpadded = new TextEncoder().encode(json)
  const length = Math.ceil(unpadded.length / 8) * 8 // so that the arrays start at a multiple of 8
  const bytes = new Uint8Array(8 + length + end).fill(0x20, 8, 8 + length)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true)
  bytes.set(unpadded, 8)
  let at = 8 + length
  for (const { data } of tensors.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at)
    at += data.byteLength
  }
  return bytes
}

/**
 * Reads the bytes of a safetensors file. No length in it is believed: each is checked against what is
 * there before anything is allocated.
 *
 * @throws OnecycleError `BAD_MODEL_FILE`
 */
export function decodeSafetensors(bytes: Uint8Array): TensorFile {
  if (bytes.length < 8) throw bad(`it has ${bytes.length} bytes; a header needs at least 8`)
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true))
  if (length > bytes.length - 8)
    throw bad(`its header claims ${length} bytes, but ${bytes.length - 8} are left`)
  const header = parseHeader(bytes.subarray(8, 8 + length))
  const content = bytes.subarray(8 + length)

  const { __metadata__: metadata = {}, ...entries } = header
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === 'string')) {
    throw bad('its metadata is not a map of texts')
  }
  const located = Object.entries(entries).map(([name, entry]) => ({ name, ...checkEntry(name, entry) }))
  located.sort((a, b) => a.start - b.start)
  let end = 0
  const tensors = new Map<string, NdArray>()
  for (const { name, dtype, shape, start, stop } of located) {
    if (start !== end)
      throw bad(`array "${name}" starts at ${start}; expected ${end}, where the one before it ends`)
    if (stop > content.length)
      throw bad(`array "${name}" ends at byte ${stop}, but the file has ${content.length}`)
    tensors.set(name, ndArray(types[dtype].make(new Uint8Array(content.subarray(start, stop)).buffer), shape))
    end = stop
  }
  if (end !== content.length) throw bad(`${content.length - end} bytes follow the last array`)
  return { tensors, metadata: metadata as Record<string, string> }
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    throw bad('its header is not JSON', error)
  }
  if (!isRecord(header)) throw bad('its header is not a JSON object')
  return header
}

function checkEntry(name: string, entry: unknown) {
  const { dtype, shape, data_offsets: offsets } = isRecord(entry) ? entry : {}
  if (typeof dtype !== 'string' || !Object.hasOwn(types, dtype)) {
    throw bad(
      `array "${name}" has type ${typeof dtype === 'string' ? dtype.slice(0, 60) : 'none'}; expected one of ${Object.keys(types).join(', ')}`,
    )
  }
  if (!isSizes(shape)) throw bad(`array "${name}" has no valid shape`)
  if (!isSizes(offsets) || offsets.length !== 2) throw bad(`array "${name}" has no valid data_offsets`)
  const [start, stop] = offsets as [number, number]
  const expected = shape.reduce((product, side) => product * side, types[dtype as Dtype].bytes)
  if (stop - start !== expected) {
    throw bad(
      `array "${name}" of shape [${shape.join(', ')}] needs ${expected} bytes, but has ${stop - start}`,
    )
  }
  return { dtype: dtype as Dtype, shape, start, stop }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((side) => Number.isSafeInteger(side) && (side as number) >= 0)

const bad = (what: string, cause?: unknown) =>
  new OnecycleError('BAD_MODEL_FILE', `not a whole safetensors file: ${what}`, {}, cause)
