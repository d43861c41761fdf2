import {
  CollabDataLoaders,
  collabLearner,
  evaluate,
  evaluateRanking,
  fitBiasOnly,
  fitRanker,
  randomByUser,
  type MovieRatings,
  type Predictor,
  type Ranker,
} from '@onecycle/collab'
import { setImmediate as turn } from 'node:timers/promises'
import type { Contestant, QualityResult } from '../lib/quality.ts'
import type { Recipe } from '../lib/recipe.ts'
import type { FoundDataset } from '../server/dataset.ts'
import { yRange } from './learner-of.ts'

/** The length of the lists, and the share of each user's ratings that is held out. */
const [k, testPct] = [10, 0.25]

interface QualityOptions {
  readonly dataset: FoundDataset
  /** Of the model that predicts stars; its split plays no part. */
  readonly recipe: Recipe
  readonly device: string
  readonly signal: AbortSignal
}

/** Trains every contestant on three quarters of each user's ratings, and looks at the rest. */
export async function measureQuality({
  dataset,
  recipe,
  device,
  signal,
}: QualityOptions): Promise<QualityResult> {
  const { ratings } = dataset.data
  const { seed } = recipe
  const options = { item: 'title' } as const
  const split = randomByUser(ratings, { validPct: testPct, seed })
  const dls = CollabDataLoaders.fromRatings(ratings, { ...options, split, batchSize: recipe.batchSize })
  const [train, test] = [rowsOf(ratings, split.train), rowsOf(ratings, split.valid)]
  const contestants: Contestant[] = []
  let users = 0
  const enter = async (name: Contestant['name'], seconds: number, ranker: Ranker, predictor?: Predictor) => {
    await turn() // the lease is renewed between two of them
    signal.throwIfAborted()
    const report = evaluateRanking(ranker, { train, test }, { ...options, k, relevantFrom: -Infinity })
    users = report.users
    const { ndcg, map, precision, recall, coverage } = report.model
    const rmse = predictor ? evaluate(predictor, test, options).rmse : null
    contestants.push({ name, ndcg, map, precision, recall, coverage, rmse, seconds })
  }

  const learn = await collabLearner(dls, { nFactors: recipe.nFactors, yRange, wd: recipe.wd, seed })
  try {
    const [explicit, learned] = await timed(async () => {
      await learn.fitOneCycle(recipe.epochs, recipe.lr, { signal })
      return learn.recommender()
    })
    const [ials, ranked] = await timed(() => fitRanker(dls, { model: 'ials' }))
    await enter('hybrid', learned + ranked, ials, explicit)
    for (const model of ['ease', 'item-knn'] as const) {
      const [ranker, seconds] = await timed(() => fitRanker(dls, { model }))
      await enter(model, seconds, ranker)
    }
    await enter('dot-bias', learned, explicit, explicit)
    const [biases, fitted] = await timed(() => fitBiasOnly(train, options))
    await enter('bias-only', fitted, biases, biases)
    const [popularity, counted] = await timed(() => fitRanker(dls, { model: 'popularity' }))
    await enter('popularity', counted, popularity)
  } finally {
    learn.dispose()
  }
  return {
    type: 'quality',
    dataset: dataset.record.name,
    isSample: dataset.record.kind === 'sample',
    device,
    k,
    testPct,
    trainRatings: train.rating.length,
    testRatings: test.rating.length,
    users,
    seed,
    contestants,
  }
}

/** Some of the ratings. */
const rowsOf = ({ user, item, title, rating }: MovieRatings['ratings'], rows: Uint32Array) => ({
  user: Array.from(rows, (row) => user[row]!),
  item: Array.from(rows, (row) => item[row]!),
  ...(title && { title: Array.from(rows, (row) => title[row]!) }),
  rating: Float32Array.from(rows, (row) => rating[row]!),
})

async function timed<T>(work: () => T | Promise<T>): Promise<[result: T, seconds: number]> {
  const began = performance.now()
  const result = await work()
  return [result, (performance.now() - began) / 1000]
}
