import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { OnecycleError, type NdArray } from '@onecycle/tensor-core'
import { parseIdx } from '@onecycle/vision-mnist'

const inflate = promisify(gunzip)

/** More than any file of MNIST unpacks to (47 MB), far less than a machine has. */
const largest = 256 * 2 ** 20

/**
 * Reads an IDX file, packed by gzip or not.
 *
 * @throws OnecycleError `BAD_IDX`
 */
export async function readIdx(path: string): Promise<NdArray<Uint8Array>> {
  const bytes = await readFile(path)
  const name = basename(path)
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b
  return parseIdx(packed ? await unpack(bytes, name) : bytes, name)
}

async function unpack(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  try {
    return await inflate(bytes, { maxOutputLength: largest })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new OnecycleError('BAD_IDX', `${name}: its gzip packing is broken (${reason})`, { name }, error)
  }
}
