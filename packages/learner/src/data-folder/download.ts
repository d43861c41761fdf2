import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { OnecycleError } from '@onecycle/tensor-core'

/** How far a download is. */
export interface DownloadProgress {
  receivedBytes: number
  /** Null where the server does not say. */
  totalBytes: number | null
}

/** A file of the net, and how to know that it is the right one. */
export interface RemoteFile {
  url: string
  md5: string
  maxBytes: number
}

export interface DownloadOptions {
  onProgress?: ((progress: DownloadProgress) => void) | undefined
  signal?: AbortSignal | undefined
}

/**
 * Streams a file to `path`, which must not exist; on failure the caller throws away what is there.
 *
 * @throws OnecycleError `DOWNLOAD_FAILED` when the host is out of reach, answers with an error, breaks off,
 * sends more than `maxBytes` or something with another checksum; the signal's reason when it is aborted
 */
export async function download(file: RemoteFile, path: string, options: DownloadOptions = {}): Promise<void> {
  const { url, md5, maxBytes } = file
  const { signal, onProgress } = options
  try {
    const response = await fetch(url, signal ? { signal } : {})
    if (!response.ok || !response.body) {
      await response.body?.cancel()
      throw failed(url, `the server answered ${response.status} ${response.statusText}`.trimEnd())
    }
    const stated = response.headers.get('content-length')
    const totalBytes = stated === null ? null : Number(stated)
    const hash = createHash('md5')
    let receivedBytes = 0
    // A generator rather than a Transform: what onProgress throws ends the download instead of the process.
    const checked = async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        receivedBytes += chunk.length
        if (receivedBytes > maxBytes) throw failed(url, `it has more than ${maxBytes} bytes`)
        hash.update(chunk)
        onProgress?.({ receivedBytes, totalBytes })
        yield chunk
      }
    }
    await pipeline(response.body, checked, createWriteStream(path, { flags: 'wx' }), signal ? { signal } : {})
    const found = hash.digest('hex')
    if (found !== md5) throw failed(url, `its MD5 checksum is ${found}; expected ${md5}`)
  } catch (error) {
    signal?.throwIfAborted()
    if (OnecycleError.is(error)) throw error
    throw failed(url, reasonOf(error), error)
  }
}

const failed = (url: string, reason: string, cause?: unknown) =>
  new OnecycleError('DOWNLOAD_FAILED', `cannot download ${url}: ${reason}`, { url, reason }, cause)

/** fetch says "fetch failed" and hides why in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (!(cause instanceof Error)) return error.message
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
  return `${error.message} (${cause.message || code})`
}
