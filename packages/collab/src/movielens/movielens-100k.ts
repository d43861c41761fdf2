import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { dataFolder, download, missingFiles } from '@onecycle/learner/node'
import type { DataFolderOptions, PublicDataSet, RemoteFile } from '@onecycle/learner/node'
import type { MovieRatings } from '../ratings.ts'
import { CITATION } from './citation.ts'
import { extractZip } from './extract-zip.ts'
import { mergeTitles } from './merge.ts'
import { parseItems } from './parse-items.ts'
import { parseRatings } from './parse-ratings.ts'

/** `dir` is the folder that holds u.data and u.item. */
export type MovieLens100kOptions = DataFolderOptions

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
  const folder = await dataFolder(dataSet(archive), options)
  const dataFile = join(folder, 'u.data')
  const itemFile = join(folder, 'u.item')
  const movies = parseItems(await readFile(itemFile), itemFile)
  return {
    ratings: mergeTitles(parseRatings(await readFile(dataFile), dataFile), movies, dataFile),
    movies,
    source: { kind: 'movielens-100k', name: 'MovieLens 100K', location: folder, citation: CITATION },
  }
}

const dataSet = (archive: RemoteFile): PublicDataSet => ({
  name: NAME,
  title: 'MovieLens 100K',
  contents: "MovieLens 100K's u.data and u.item",
  advice:
    'Get ml-100k.zip from https://grouplens.org/datasets/movielens/100k/, unpack it and pass its folder as dir ' +
    '(or set ONECYCLE_DATA to the folder around it), or use sampleRatings(), which needs no files.',
  missing: (folder) => missingFiles(folder, NEEDED),
  async fill(folder, options) {
    const zip = join(folder, 'archive.zip')
    await download(archive, zip, options)
    await extractZip(zip, { folder: NAME, files: EXTRACTED, into: folder, maxBytes: MAX_FILE_BYTES })
    await rm(zip)
  },
})
