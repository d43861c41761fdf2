import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseRatings, randomByUser, type MovieLensColumns } from '@onecycle/collab'
import { movieLens100k } from '@onecycle/collab/node'

/** A training and a test part: paths of files in the form of u.data. */
export interface Fold {
  readonly name: string
  readonly train: string
  readonly test: string
}

/**
 * The protocol of the Recommenders project's table: three quarters of each user's ratings, at random, for
 * training.
 *
 * @param folder where their files are written
 * @throws OnecycleError `DATA_NOT_FOUND`
 */
export async function stratifiedFolds(seeds: readonly number[], folder: string): Promise<Fold[]> {
  const { ratings } = await movieLens100k({ download: false })
  const write = async (name: string, rows: Uint32Array) => {
    const lines = Array.from(rows, (row) => [ratings.user[row], ratings.item[row], ratings.rating[row], 0])
    const path = join(folder, name)
    await writeFile(path, lines.map((line) => `${line.join('\t')}\n`).join(''))
    return path
  }
  return Promise.all(
    seeds.map(async (seed) => {
      const { train, valid } = randomByUser(ratings, { validPct: 0.25, seed })
      return {
        name: `seed ${seed}`,
        train: await write(`train-${seed}`, train),
        test: await write(`test-${seed}`, valid),
      }
    }),
  )
}

/** The five folds that come with the data; none where its folder does not have them. */
export async function publishedFolds(): Promise<Fold[]> {
  const { source } = await movieLens100k({ download: false })
  const part = (fold: number, end: string) => join(source.location, `u${fold}.${end}`)
  return [1, 2, 3, 4, 5]
    .filter((fold) => existsSync(part(fold, 'base')) && existsSync(part(fold, 'test')))
    .map((fold) => ({ name: `u${fold}`, train: part(fold, 'base'), test: part(fold, 'test') }))
}

export const readPart = async (path: string): Promise<MovieLensColumns> =>
  parseRatings(await readFile(path), path)
