import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { OnecycleError } from '@onecycle/tensor-core'
import type { DownloadOptions, DownloadProgress } from './download.ts'
import { userCacheFolder } from './user-cache.ts'

export interface DataFolderOptions {
  /** The folder that holds the files. Nowhere else is looked then. */
  dir?: string | undefined
  /** Whether to download what is not found; true unless told otherwise. */
  download?: boolean | undefined
  /** Where downloads are kept, in a folder of the data set's name; the user's cache folder unless told otherwise. */
  cacheDir?: string | undefined
  /** Called as the download goes on. */
  onProgress?: ((progress: DownloadProgress) => void) | undefined
  /** Aborts the download. */
  signal?: AbortSignal | undefined
}

/** A data set that is kept in a folder, and how to get it. */
export interface PublicDataSet {
  /** Of its folder, in `$ONECYCLE_DATA` and in the cache: ml-100k. */
  readonly name: string
  /** For people: MovieLens 100K. */
  readonly title: string
  /** What its folder holds, for messages: MovieLens 100K's u.data and u.item. */
  readonly contents: string
  /** What to do where it is nowhere: sentences. */
  readonly advice: string
  /** The files that a folder lacks; none where it is whole. */
  missing(folder: string): Promise<readonly string[]>
  /** Downloads what belongs into an empty folder. */
  fill(folder: string, options: DownloadOptions): Promise<void>
}

/**
 * The folder that holds a data set: `dir`, if that is given; else `$ONECYCLE_DATA/<name>`, then the user's
 * cache, and then a new folder in that cache, downloaded; a broken download leaves nothing.
 *
 * @throws OnecycleError `DATA_NOT_FOUND` naming every place that was looked at and what to do; the signal's
 * reason when it is aborted
 */
export async function dataFolder(set: PublicDataSet, options: DataFolderOptions = {}): Promise<string> {
  if (options.dir !== undefined) return explicit(set, options.dir)
  const cache = options.cacheDir ?? userCacheFolder()
  const data = process.env['ONECYCLE_DATA']
  const places = [...(data ? [join(data, set.name)] : []), join(cache, set.name)]
  const looked: string[] = data ? [] : ['$ONECYCLE_DATA (not set)']
  for (const place of places) {
    const missing = await set.missing(place)
    if (missing.length === 0) return place
    looked.push(`${place} (lacks ${missing.join(' and ')})`)
  }
  const notFound = (why: string, cause?: unknown) =>
    new OnecycleError(
      'DATA_NOT_FOUND',
      `${set.title} was not found in: ${looked.join('; ')}. ${why} ${set.advice}`,
      { places },
      cause,
    )
  if (options.download === false) throw notFound('Downloading is switched off.')
  try {
    return await downloadInto(cache, set, options)
  } catch (error) {
    options.signal?.throwIfAborted()
    throw notFound(`And: ${error instanceof Error ? error.message : String(error)}.`, error)
  }
}

/** The names among `files` that are no files of `folder`. */
export async function missingFiles(folder: string, files: readonly string[]): Promise<string[]> {
  const isThere = (name: string) =>
    stat(join(folder, name))
      .then((found) => found.isFile())
      .catch(() => false)
  const found = await Promise.all(files.map(isThere))
  return files.filter((_, i) => !found[i])
}

async function explicit(set: PublicDataSet, folder: string): Promise<string> {
  const missing = await set.missing(folder)
  if (missing.length === 0) return folder
  throw new OnecycleError(
    'DATA_NOT_FOUND',
    `dir ${folder} lacks ${missing.join(' and ')}; expected the folder that holds ${set.contents}`,
    { places: [folder], missing },
  )
}

/** Downloads beside the place, then renames: the folder is there whole, or not at all. */
async function downloadInto(cache: string, set: PublicDataSet, options: DownloadOptions): Promise<string> {
  const place = join(cache, set.name)
  await mkdir(cache, { recursive: true })
  const temporary = await mkdtemp(join(cache, `.${set.name}-`))
  try {
    await set.fill(temporary, options)
    await rename(temporary, place).catch(async (error: unknown) => {
      // Another process may have been first; anything else in the place is not ours to remove.
      if ((await set.missing(place)).length > 0) throw error
    })
    return place
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}
