import { sampleRatings, type MovieRatings, type RawId } from '@onecycle/collab'
import { movieLens100k } from '@onecycle/collab/node'
import { OnecycleError } from '@onecycle/tensor-core'
import type { DatasetRecord } from '../lib/dataset-record.ts'
import { withPatience } from './patience.ts'

export const sampleSeed = 42

export interface FoundDataset {
  readonly data: MovieRatings
  readonly record: DatasetRecord
}

/**
 * MovieLens 100K from wherever it can be had (it may be downloaded), else the sample and why. With
 * `ONECYCLE_DATA=sample` the sample without looking.
 */
export async function findDataset(signal: AbortSignal): Promise<FoundDataset> {
  if (process.env['ONECYCLE_DATA'] === 'sample') return sampleBecause('ONECYCLE_DATA=sample asks for it')
  try {
    const data = await withPatience('MovieLens 100K', signal, (watch) => movieLens100k(watch))
    return { data, record: recordOf(data, null) }
  } catch (error) {
    if (!OnecycleError.is(error) || signal.aborted) throw error
    return sampleBecause(error.message)
  }
}

function sampleBecause(why: string): FoundDataset {
  const data = sampleRatings({ seed: sampleSeed })
  return { data, record: recordOf(data, why) }
}

/** Opens the ratings that a model was trained on. @throws OnecycleError where they are gone */
export const openDataset = async ({ kind, location }: DatasetRecord): Promise<MovieRatings> =>
  kind === 'sample' ? sampleRatings({ seed: sampleSeed }) : await movieLens100k({ dir: location })

/** Whether two records stand for the same ratings. */
export const sameDataset = (a: DatasetRecord, b: DatasetRecord): boolean =>
  a.kind === b.kind && a.location === b.location && a.ratings === b.ratings

const recordOf = ({ ratings, movies, source }: MovieRatings, whySample: string | null): DatasetRecord => ({
  kind: source.kind,
  name: source.name,
  location: source.location,
  citation: source.citation,
  users: countDistinct(ratings.user),
  films: movies.length,
  ratings: ratings.rating.length,
  whySample,
})

const countDistinct = (ids: ArrayLike<RawId>): number => new Set(Array.from(ids)).size
