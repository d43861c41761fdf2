import { createGunzip } from 'node:zlib'
import { OnecycleError } from '@onecycle/tensor-core'

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

/**
 * Unpacks gzip, as far as the content is allowed to be long.
 *
 * @param name of the file, for messages
 * @param allowed tells the most bytes there may be, from the first some thousand of them
 * @throws OnecycleError `BAD_GZIP` where the packing is broken, cut, or makes more than is allowed; what
 *   `allowed` throws
 */
export async function gunzip(
  packed: Uint8Array,
  name: string,
  allowed: (head: Uint8Array) => number,
): Promise<Uint8Array> {
  const bad = (what: string, cause?: unknown) =>
    new OnecycleError('BAD_GZIP', `${name}: ${what}`, { name }, cause)
  const stream = createGunzip()
  stream.end(packed)
  const chunks: Uint8Array[] = []
  let most = Infinity
  let length = 0
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      if (chunks.length === 0) most = allowed(chunk)
      length += chunk.length
      if (length > most) throw bad(`it unpacks to more than the ${most} bytes that belong there`)
      chunks.push(chunk)
    }
  } catch (error) {
    if (OnecycleError.is(error)) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw bad(`its gzip packing is broken (${reason})`, error)
  }
  return Buffer.concat(chunks)
}
