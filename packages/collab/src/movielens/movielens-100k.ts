import { mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { OnecycleError } from '@onecycle/tensor-core'
import type { MovieRatings } from '../ratings.ts'
import { userCacheFolder } from '../user-cache.ts'
import { CITATION } from './citation.ts'
import { download, type DownloadOptions, type DownloadProgress, type RemoteFile } from './download.ts'
import { extractZip } from './extract-zip.ts'
import { mergeTitles } from './merge.ts'
import { parseItems } from './parse-items.ts'
import { parseRatings } from './parse-ratings.ts'

export interface MovieLens100kOptions {
  /** The folder that holds u.data and u.item. Nowhere else is looked then. */
  dir?: string | undefined
  /** Whether to download what is not found; true unless told otherwise. */
  download?: boolean | undefined
  /** Where downloads are kept, in a folder ml-100k; the user's cache folder unless told otherwise. */
  cacheDir?: string | undefined
  /** Called as the download goes on. */
  onProgress?: ((progress: DownloadProgress) => void) | undefined
  /** Aborts the download. */
  signal?: AbortSignal | undefined
}

const NAME = 'ml-100k'
const NEEDED = ['u.data', 'u.item']
const EXTRACTED = [...NEEDED, 'u.genre', 'u.info', 'README']
const MAX_FILE_BYTES = 8_000_000 // u.data, the largest, has 1,979,173

const ARCHIVE: RemoteFile = {
  url: 'https://files.grouplens.org/datasets/movielens/ml-100k.zip',
  md5: '0e33842e24a9c977be4e0107933c0723', // as GroupLens publishes it beside the file
  maxBytes: 20_000_000, // it has 4,924,029
}

/**
 * MovieLens 100K: 100,000 ratings of 1,682 films by 943 users, in the lesson's order (see `mergeTitles`).
 *
 * Looks in `dir`, if that is given; else in `$ONECYCLE_DATA/ml-100k`, then in the user's cache, and then
 * downloads from GroupLens into that cache (5 MB; checksum verified; a broken download leaves nothing).
 *
 * @throws OnecycleError `DATA_NOT_FOUND` naming every place that was looked at and what to do; `BAD_FILE`
 * or `UNKNOWN_ITEM` when a file is not what it should be; the signal's reason when it is aborted
 */
export function movieLens100k(options: MovieLens100kOptions = {}): Promise<MovieRatings> {
  return movieLens100kFrom(ARCHIVE, options)
}

/** {@link movieLens100k} with another archive to download: for tests. */
export async function movieLens100kFrom(
  archive: RemoteFile,
  options: MovieLens100kOptions,
): Promise<MovieRatings> {
  const folder =
    options.dir === undefined ? await findOrDownload(archive, options) : await explicit(options.dir)
  const dataFile = join(folder, 'u.data')
  const itemFile = join(folder, 'u.item')
  const movies = parseItems(await readFile(itemFile), itemFile)
  return {
    ratings: mergeTitles(parseRatings(await readFile(dataFile), dataFile), movies, dataFile),
    movies,
    source: { kind: 'movielens-100k', name: 'MovieLens 100K', location: folder, citation: CITATION },
  }
}

async function explicit(folder: string): Promise<string> {
  const missing = await missingFiles(folder)
  if (missing.length === 0) return folder
  throw new OnecycleError(
    'DATA_NOT_FOUND',
    `dir ${folder} lacks ${missing.join(' and ')}; expected the folder that holds MovieLens 100K's u.data and u.item`,
    { places: [folder], missing },
  )
}

async function findOrDownload(archive: RemoteFile, options: MovieLens100kOptions): Promise<string> {
  const cache = options.cacheDir ?? userCacheFolder()
  const data = process.env['ONECYCLE_DATA']
  const places = [...(data ? [join(data, NAME)] : []), join(cache, NAME)]
  const looked: string[] = data ? [] : ['$ONECYCLE_DATA (not set)']
  for (const place of places) {
    const missing = await missingFiles(place)
    if (missing.length === 0) return place
    looked.push(`${place} (lacks ${missing.join(' and ')})`)
  }
  if (options.download === false) throw notFound(places, looked, 'Downloading is switched off.')
  try {
    return await downloadInto(cache, archive, options)
  } catch (error) {
    options.signal?.throwIfAborted()
    throw notFound(places, looked, `And: ${error instanceof Error ? error.message : String(error)}.`, error)
  }
}

/** Downloads and unpacks beside the place, then renames: the folder is there whole, or not at all. */
async function downloadInto(cache: string, archive: RemoteFile, options: DownloadOptions): Promise<string> {
  const place = join(cache, NAME)
  await mkdir(cache, { recursive: true })
  const temporary = await mkdtemp(join(cache, `.${NAME}-`))
  try {
    const zip = join(temporary, 'archive.zip')
    const into = join(temporary, NAME)
    await mkdir(into)
    await download(archive, zip, options)
    await extractZip(zip, { folder: NAME, files: EXTRACTED, into, maxBytes: MAX_FILE_BYTES })
    await rename(into, place).catch(async (error: unknown) => {
      // Another process may have been first; anything else in the place is not ours to remove.
      if ((await missingFiles(place)).length > 0) throw error
    })
    return place
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

async function missingFiles(folder: string): Promise<string[]> {
  const isThere = (name: string) =>
    stat(join(folder, name))
      .then((found) => found.isFile())
      .catch(() => false)
  const found = await Promise.all(NEEDED.map(isThere))
  return NEEDED.filter((_, i) => !found[i])
}

const notFound = (places: readonly string[], looked: readonly string[], why: string, cause?: unknown) =>
  new OnecycleError(
    'DATA_NOT_FOUND',
    `MovieLens 100K was not found in: ${looked.join('; ')}. ${why} Get ml-100k.zip from ` +
      'https://grouplens.org/datasets/movielens/100k/, unpack it and pass its folder as dir (or set ONECYCLE_DATA ' +
      'to the folder around it), or use sampleRatings(), which needs no files.',
    { places },
    cause,
  )
