import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { OnecycleError, type NdArray } from '@onecycle/tensor-core'
import { parseIdx } from '@onecycle/vision-mnist'
import { gunzip, isGzip } from './gunzip.ts'
import { parseIdxHeader } from './idx.ts'

/** Of an unpacked file. The largest set of digits, EMNIST's, has 547 MB. */
const MOST_BYTES = 2 ** 30

/**
 * Reads an IDX file, packed by gzip or not. A packed one is unpacked as far as its header promises, and no
 * further, and never to more than 1 GiB.
 *
 * @throws OnecycleError `BAD_IDX`, `BAD_GZIP`
 */
export async function readIdx(path: string): Promise<NdArray<Uint8Array>> {
  const bytes = await readFile(path)
  const name = basename(path)
  if (!isGzip(bytes)) return parseIdx(bytes, name)
  return parseIdx(await gunzip(bytes, name, (head) => bytesOf(head, name)), name)
}

/** What a header promises: gzip makes a file of a thousandth of that. */
function bytesOf(head: Uint8Array, name: string): number {
  const { total } = parseIdxHeader(head, name)
  if (total <= MOST_BYTES) return total
  const message = `${name}: its header promises ${total} bytes; expected at most ${MOST_BYTES} in a packed file`
  throw new OnecycleError('BAD_IDX', message, { name, total })
}
