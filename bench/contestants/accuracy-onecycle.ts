/** One of our models on the folds that come in, one a line: see accuracy/contestants.ts for the answer. */
import { createInterface } from 'node:readline'
import {
  CollabDataLoaders,
  collabLearner,
  evaluateRanking,
  fitBiasOnly,
  fitItemKnn,
  fitRanker,
  randomByUser,
  type MovieLensColumns,
  type RecommenderBase,
} from '@onecycle/collab'
import type { Answer } from '../accuracy/contestants.ts'
import { readPart, type Fold } from '../accuracy/folds.ts'
import { average, choosePair, chooseSettings, trainOn } from './implicit-settings.ts'

/** Gives predictions, and lists where it has any. */
type Model = Pick<RecommenderBase, 'predict'> & Partial<Pick<RecommenderBase, 'recommendAll'>>
type Fit = (train: MovieLensColumns, dls: CollabDataLoaders) => Model | Promise<Model>

/** Models that predict ratings; all others are rankers. A setting that is not given is the default. */
const predictors: Record<string, Fit> = {
  'dot-bias': async (_, dls) => {
    const learn = await collabLearner(dls, { nFactors: 40, yRange: [0, 5.5], wd: 0.1 })
    await learn.fitOneCycle(5, 5e-3)
    return learn.recommender()
  },
  'bias-only': (train) => fitBiasOnly(train),
  'explicit item kNN': (train) => fitItemKnn(train),
}

/** Models whose settings are chosen on the training part first, which does not count as training. */
const chosen: Record<string, (train: MovieLensColumns) => Promise<Fit>> = {
  'ials, settings chosen': async (train) => {
    const options = chooseIals(train)
    return (_, dls) => fitRanker(dls, { model: 'ials', ...options })
  },
  'dot-bias, implicit item': async (train) => {
    const settings = await chooseSettings(train, 'item')
    return (_, dls) => trainOn(dls, settings, 1)
  },
  'dot-bias, implicit both': async (train) => {
    const settings = await chooseSettings(train, 'both')
    return (_, dls) => trainOn(dls, settings, 1)
  },
  'dot-bias, implicit, average of 10': async (train) => {
    const seeds = [1, 2, 3, 4, 5]
    const pair = await choosePair(train, seeds)
    return async (_, dls) => {
      const models: Model[] = []
      for (const settings of pair) for (const seed of seeds) models.push(await trainOn(dls, settings, seed))
      return average(models)
    }
  },
}

/** Of the settings that accuracy-implicit.py tries, in our terms, those with the best lists on an inner split. */
function chooseIals(ratings: MovieLensColumns) {
  const { train, valid } = randomByUser(ratings, { validPct: 0.25, seed: 1 })
  const [inner, test] = [train, valid].map((rows) => ({
    user: Array.from(rows, (row) => ratings.user[row]!),
    item: Array.from(rows, (row) => ratings.item[row]!),
    rating: Float32Array.from(rows, (row) => ratings.rating[row]!),
  }))
  const dls = CollabDataLoaders.fromRatings(inner!, { validPct: 0, batchSize: 64 })
  const tried = [32, 48, 64].flatMap((nFactors) =>
    [30, 50, 60, 80].flatMap((regularization) =>
      [5, 10, 20].map((alpha) => {
        const options = {
          nFactors,
          unobservedWeight: 1 / alpha,
          regularisation: regularization / alpha,
          iterations: 15,
        }
        const parts = { train: inner!, test: test! }
        const ranker = fitRanker(dls, { model: 'ials', ...options })
        const { ndcg } = evaluateRanking(ranker, parts, { k: 10, relevantFrom: -Infinity }).model
        return { options, ndcg }
      }),
    ),
  )
  return tried.reduce((best, each) => (each.ndcg > best.ndcg ? each : best)).options
}

const [model = ''] = process.argv.slice(2)
const ranker: Fit = (_, dls) => fitRanker(dls, { model: model as 'ease' })

async function answer(fold: Fold): Promise<Answer> {
  const [train, test] = await Promise.all([readPart(fold.train), readPart(fold.test)])
  const dls = CollabDataLoaders.fromRatings(train, { validPct: 0, batchSize: 64 })
  const fit = (await chosen[model]?.(train)) ?? predictors[model] ?? ranker
  const start = process.cpuUsage()
  const recommender = await fit(train, dls)
  const { user, system } = process.cpuUsage(start)
  const seconds = (user + system) / 1e6
  const lists = [...(recommender.recommendAll?.(undefined, { n: 10 }) ?? [])].map(([user, list]) => [
    user,
    list.map(({ item }) => item),
  ])
  const predictions = Array.from(test.user, (user, row) => recommender.predict(user, test.item[row]!).score)
  return {
    seconds,
    ...(recommender.recommendAll && { lists: Object.fromEntries(lists) as Record<string, number[]> }),
    ...((model in predictors || model.startsWith('dot-bias')) && { predictions }),
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line) console.log(JSON.stringify(await answer(JSON.parse(line) as Fold)))
  else
    console.log(
      JSON.stringify({
        version: `one thread${model in chosen ? ', settings chosen in each fold' : ''}`,
      }),
    )
}
