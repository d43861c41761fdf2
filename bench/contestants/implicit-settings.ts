import {
  CollabDataLoaders,
  collabLearner,
  type CollabLearnerOptions,
  type MovieLensColumns,
  type RecommenderBase,
} from '@onecycle/collab'

/** How a model with an implicit term is trained. */
export interface Settings {
  readonly epochs: number
  /** Of factors, biases and the tables of the implicit term. */
  readonly lr: readonly [number, number, number]
  readonly options: CollabLearnerOptions
}

const settings = (
  implicit: 'item' | 'both',
  [epochs, factor, wd, wdBias, wdImplicit]: readonly [number, number, number, number, number],
): Settings => ({
  epochs,
  lr: [5e-3, 5e-3, factor * 5e-3],
  options: { nFactors: 40, yRange: [0, 5.5], implicit, wd, wdBias, wdImplicit },
})

/** What is tried on the inner split of a fold: [epochs, rate of the implicit tables, wd, wdBias, wdImplicit]. */
const candidates = {
  item: (
    [
      [5, 2, 0.2, 0.03, 0.3],
      [8, 1, 0.3, 0.03, 1],
      [8, 2, 0.3, 0.03, 1],
      [8, 2, 0.4, 0.03, 1],
      [8, 2, 0.3, 0.03, 3],
      [10, 2, 0.4, 0.02, 1],
    ] as const
  ).map((numbers) => settings('item', numbers)),
  both: (
    [
      [8, 1, 0.3, 0.05, 0.7],
      [8, 1, 0.3, 0.03, 2],
      [8, 1, 0.4, 0.03, 1],
      [10, 1, 0.4, 0.01, 2],
      [10, 1, 0.5, 0.02, 1],
      [12, 1, 0.5, 0.01, 2],
    ] as const
  ).map((numbers) => settings('both', numbers)),
}

const seedOfChoice = 7

/** The candidate with the least error on a fifth of the training part, which it was not trained on. */
export async function chooseSettings(
  train: MovieLensColumns,
  side: keyof typeof candidates,
): Promise<Settings> {
  const dls = CollabDataLoaders.fromRatings(train, { validPct: 0.2, batchSize: 64, seed: seedOfChoice })
  let best = { error: Infinity, settings: candidates[side][0]! }
  for (const settings of candidates[side]) {
    const learn = await fit(dls, settings, seedOfChoice)
    const { predictions, targets } = await learn.getPreds()
    learn.dispose()
    let error = 0
    for (const [i, rating] of targets.data.entries()) error += (rating - clip(predictions.data[i]!)) ** 2
    if (error < best.error) best = { error, settings }
  }
  return best.settings
}

/** A model whose predictions are stars from 1 to 5. */
export async function trainOn(dls: CollabDataLoaders, settings: Settings, seed: number): Promise<Stars> {
  const learn = await fit(dls, settings, seed)
  const recommender = await learn.recommender()
  learn.dispose()
  return {
    predict(user, item) {
      const { score, unknown } = recommender.predict(user, item)
      return { score: clip(score), unknown }
    },
    recommendAll: (...args) => recommender.recommendAll(...args),
  }
}

type Stars = Pick<RecommenderBase, 'predict' | 'recommendAll'>

/** The mean of what several models predict. */
export const average = (models: readonly Pick<Stars, 'predict'>[]): Pick<Stars, 'predict'> => ({
  predict(user, item) {
    const scores = models.map((model) => model.predict(user, item).score)
    return { score: scores.reduce((sum, score) => sum + score, 0) / scores.length, unknown: [] }
  },
})

async function fit(dls: CollabDataLoaders, { epochs, lr, options }: Settings, seed: number) {
  const learn = await collabLearner(dls, { ...options, seed })
  await learn.fitOneCycle(epochs, lr)
  return learn
}

const clip = (rating: number): number => Math.min(5, Math.max(1, rating))
