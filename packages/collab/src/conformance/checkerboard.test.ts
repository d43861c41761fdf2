import { beforeAll, describe, expect, it } from 'vitest'
import { initBackend } from '@onecycle/tensor-core'
import { testBackends } from '@onecycle/tensor-core/test'
import { fitBiasOnly } from '../baselines/bias-only.ts'
import { fitItemKnn } from '../baselines/item-knn.ts'
import { fitPopularity } from '../baselines/popularity.ts'
import { CollabDataLoaders } from '../collab-data-loaders.ts'
import { collabLearner, type CollabLearnerOptions } from '../collab-learner.ts'
import { decodeRanker } from '../model-file-rankers.ts'
import { decodeRecommender } from '../model-file-dot-bias.ts'
import { decodeNeuralRecommender } from '../model-file-neural.ts'
import { encodeRecommender } from '../model-file.ts'
import { fitRanker, type FactorRankerOptions, type LinearRankerOptions } from '../rankers/fit-ranker.ts'
import { neuralCollabLearner } from '../models/neural-collab-learner.ts'
import type { Rating, RawId } from '../ratings.ts'
import type { Ranker } from '../recommender-contract.ts'
import type { Recommender } from '../recommender.ts'
import { checkerboardMisses, checkerboardRatings } from './checkerboard.ts'

/** A trained recommender, and the same from its file where it can be saved. */
interface Contender {
  readonly fresh: Ranker
  readonly loaded?: Ranker
}
type Fit = (ratings: readonly Rating[]) => Contender | Promise<Contender>

const loaders = (ratings: readonly Rating[]) =>
  CollabDataLoaders.fromRatings(ratings, { validPct: 0.03, batchSize: 32 })

async function trainDotBias(ratings: readonly Rating[], options: CollabLearnerOptions): Promise<Recommender> {
  const learn = await collabLearner(loaders(ratings), { nFactors: 5, wd: 0.01, ...options })
  await learn.fitOneCycle(30, 0.05)
  const recommender = await learn.recommender()
  learn.dispose()
  return recommender
}

const dotBias =
  (options: CollabLearnerOptions): Fit =>
  async (ratings) => {
    const fresh = await trainDotBias(ratings, options)
    return { fresh, loaded: decodeRecommender(encodeRecommender(fresh)) }
  }

/** Each user as a new one, made from the ratings alone. */
const foldedUsers: Fit = async (ratings) => {
  const recommender = await trainDotBias(ratings, { yRange: [0, 5.5] })
  const { users, items } = recommender
  const ratingsOf = (user: RawId) => ratings.filter((rating) => rating.user === user)
  const recommend: Ranker['recommend'] = ({ user }, options) =>
    recommender.foldIn(ratingsOf(user), { regularisation: 0.1 }).recommend(options)
  return { fresh: { users, items, recommend } }
}

const network: Fit = async (ratings) => {
  const learn = neuralCollabLearner(loaders(ratings), { layers: [20], yRange: [0, 5.5] })
  await learn.fitOneCycle(30, 0.02)
  const fresh = await learn.recommender()
  learn.dispose()
  return { fresh, loaded: decodeNeuralRecommender(encodeRecommender(fresh)) }
}

/** What was rated 5 is chosen; lambda and the like are small, for a board of 380 ratings. */
const ranker =
  (options: FactorRankerOptions | LinearRankerOptions): Fit =>
  (ratings) => {
    const fresh = fitRanker(loaders(ratings), { from: 5, ...options })
    return { fresh, loaded: decodeRanker(encodeRecommender(fresh)) }
  }

/** Each user as a new one of a ranker, made from what they like. */
const foldedRankerUsers =
  (options: FactorRankerOptions | LinearRankerOptions): Fit =>
  (ratings) => {
    const known = fitRanker(loaders(ratings), { from: 5, ...options })
    const likedBy = (user: RawId) => ratings.filter((row) => row.user === user && row.rating === 5)
    const recommend: Ranker['recommend'] = ({ user }, list) =>
      known.foldIn(likedBy(user).map(({ item }) => item)).recommend(list)
    return { fresh: { users: known.users, items: known.items, recommend } }
  }

const ials = { model: 'ials', nFactors: 4, regularisation: 0.5 } as const
const bpr = { model: 'bpr', nFactors: 4, lr: 0.05 } as const
const ease = { model: 'ease', regularisation: 10 } as const

/** To hold another recommender to the contract, add a row. */
const recommenders: [name: string, fit: Fit][] = [
  ['dot-bias by autodiff', dotBias({ engine: 'autodiff', yRange: [0, 5.5] })],
  ['dot-bias by the fused engine', dotBias({ engine: 'auto', yRange: [0, 5.5] })],
  ['dot-bias by autodiff, no range', dotBias({ engine: 'autodiff' })],
  ['dot-bias by the fused engine, no range', dotBias({ engine: 'auto' })],
  ['dot-bias with an implicit term', dotBias({ implicit: 'both', implicitEvery: 4, yRange: [0, 5.5] })],
  ['dot-bias, folded-in users', foldedUsers],
  ['network on embeddings', network],
  ['item kNN', (ratings) => ({ fresh: fitItemKnn(ratings) })],
  ['implicit ALS', ranker(ials)],
  ['BPR', ranker(bpr)],
  ['EASE', ranker(ease)],
  ['item kNN ranker, cosine', ranker({ model: 'item-knn' })],
  ['item kNN ranker, BM25', ranker({ model: 'item-knn', similarity: 'bm25' })],
  ['SAR', ranker({ model: 'sar' })],
  ['implicit ALS, folded-in users', foldedRankerUsers(ials)],
  ['BPR, folded-in users', foldedRankerUsers(bpr)],
  ['EASE, folded-in users', foldedRankerUsers(ease)],
]

describe.each(testBackends().filter((name) => name !== 'cpu'))('checkerboard on %s', (backend) => {
  beforeAll(async () => {
    await initBackend([backend], { allowSoftware: true })
  })

  it.each(recommenders)(
    '%s: finds the withheld item, fresh and from its file',
    async (_, fit) => {
      const { fresh, loaded } = await fit(checkerboardRatings())
      expect(checkerboardMisses(fresh)).toEqual([])
      if (!loaded) return
      expect(checkerboardMisses(loaded)).toEqual([])
      expect(loaded.recommend({ user: 3 })).toEqual(fresh.recommend({ user: 3 }))
    },
    90_000,
  )

  it('catches what knows no tastes', () => {
    for (const ranker of [fitPopularity(checkerboardRatings()), fitBiasOnly(checkerboardRatings())])
      expect(checkerboardMisses(ranker).length).toBeGreaterThan(10)
  })
})
