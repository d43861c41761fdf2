import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { crc32 } from 'node:zlib'
import { OnecycleError } from '@onecycle/tensor-core'
import { openPromise, type Entry, type ZipFile } from 'yauzl'

/** What to take out of an archive, and how much of it at most. */
export interface ExtractZipOptions {
  /** The archive's folder that holds the files. */
  folder: string
  /** The files wanted from that folder; all of them must be there. Other entries are left alone. */
  files: readonly string[]
  /** The existing folder to write to. */
  into: string
  /** The largest uncompressed size of one file, in bytes. */
  maxBytes: number
}

/**
 * Takes a few named files out of a zip archive.
 *
 * Only the names in `files` are ever written, straight into `into`, so no entry can choose a path; an
 * archive in which any entry tries to is refused as a whole. Sizes are bounded and checksums compared.
 *
 * @throws OnecycleError `BAD_ZIP` for an archive that is damaged, unsafe, too large or incomplete
 */
export async function extractZip(path: string, options: ExtractZipOptions): Promise<void> {
  const { folder, files } = options
  const missing = new Set(files)
  let zip: ZipFile | undefined
  try {
    zip = await openPromise(path, { autoClose: false, strictFileNames: true })
    for await (const entry of zip.eachEntry()) {
      const name = files.find((file) => entry.fileName === `${folder}/${file}`)
      if (name === undefined) continue
      if (!missing.delete(name)) throw badZip(path, `${entry.fileName} is in it twice`)
      await extractEntry(zip, entry, join(options.into, name), options.maxBytes, path)
    }
  } catch (error) {
    if (OnecycleError.is(error)) throw error
    throw badZip(path, error instanceof Error ? error.message : String(error), error)
  } finally {
    zip?.close()
  }
  if (missing.size > 0) {
    throw badZip(path, `it lacks ${[...missing].map((name) => `${folder}/${name}`).join(', ')}`)
  }
}

async function extractEntry(
  zip: ZipFile,
  entry: Entry,
  to: string,
  maxBytes: number,
  path: string,
): Promise<void> {
  const { fileName, uncompressedSize } = entry
  // The reader holds an entry to the size it states, so that this check bounds what is written.
  if (uncompressedSize > maxBytes) {
    throw badZip(path, `${fileName} unpacks to ${uncompressedSize} bytes; expected at most ${maxBytes}`)
  }
  let sum = 0
  const summed = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      sum = crc32(chunk, sum)
      yield chunk
    }
  }
  await pipeline(
    await zip.openReadStreamPromise(entry),
    summed,
    createWriteStream(to, { flags: 'wx', flush: true }),
  )
  if (sum !== entry.crc32) throw badZip(path, `${fileName} does not match its checksum`)
}

const badZip = (path: string, reason: string, cause?: unknown) =>
  new OnecycleError('BAD_ZIP', `cannot unpack ${path}: ${reason}`, { path, reason }, cause)
