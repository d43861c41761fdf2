import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { NdArray } from '@onecycle/tensor-core'
import { parseIdx } from '@onecycle/vision-mnist'
import { gunzip, isGzip } from './gunzip.ts'
import { parseIdxHeader } from './idx.ts'

/**
 * Reads an IDX file, packed by gzip or not. A packed one is unpacked as far as its header promises, and no
 * further.
 *
 * @throws OnecycleError `BAD_IDX`, `BAD_GZIP`
 */
export async function readIdx(path: string): Promise<NdArray<Uint8Array>> {
  const bytes = await readFile(path)
  const name = basename(path)
  if (!isGzip(bytes)) return parseIdx(bytes, name)
  return parseIdx(await gunzip(bytes, name, (head) => parseIdxHeader(head, name).total), name)
}
