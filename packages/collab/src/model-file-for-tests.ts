/** The header of a safetensors file, and the bytes behind it. */
export type Header = Record<string, { shape: number[]; data_offsets: [number, number]; dtype: string }> & {
  __metadata__: Record<string, string>
}

/** The file with its header changed by `edit`; the arrays stay as they are. */
export function withHeader(bytes: Uint8Array, edit: (header: Header) => void): Uint8Array {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true))
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Header
  edit(header)
  const json = new TextEncoder().encode(JSON.stringify(header))
  const content = bytes.subarray(8 + length)
  const made = new Uint8Array(8 + json.length + content.length)
  new DataView(made.buffer).setBigUint64(0, BigInt(json.length), true)
  made.set(json, 8)
  made.set(content, 8 + json.length)
  return made
}

/** The file with four bytes of one array overwritten. */
export function withValue(
  bytes: Uint8Array,
  array: string,
  position: number,
  value: number,
  kind: 'f32' | 'i32' = 'f32',
): Uint8Array {
  const made = bytes.slice()
  const view = new DataView(made.buffer)
  const length = Number(view.getBigUint64(0, true))
  const header = JSON.parse(new TextDecoder().decode(made.subarray(8, 8 + length))) as Header
  const at = 8 + length + header[array]!.data_offsets[0] + 4 * position
  if (kind === 'f32') view.setFloat32(at, value, true)
  else view.setInt32(at, value, true)
  return made
}
