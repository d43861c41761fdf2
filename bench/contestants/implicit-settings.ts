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
      [8, 2, 0.3, 0.03, 1],
      [8, 2, 0.4, 0.03, 1],
      [10, 2, 0.4, 0.02, 1],
      [8, 3, 0.3, 0.03, 0.5],
      [10, 3, 0.3, 0.03, 0.5],
      [8, 4, 0.25, 0.03, 0.5],
    ] as const
  ).map((numbers) => settings('item', numbers)),
  both: (
    [
      [8, 1, 0.3, 0.03, 2],
      [8, 1, 0.4, 0.03, 1],
      [10, 1, 0.5, 0.02, 1],
      [10, 1, 0.5, 0.03, 0.5],
      [10, 1, 0.6, 0.02, 1],
      [10, 1.5, 0.5, 0.02, 1],
    ] as const
  ).map((numbers) => settings('both', numbers)),
}

type Side = keyof typeof candidates

/** What a candidate predicts for a fifth of the training part, which it was not trained on. */
interface Trial {
  readonly settings: Settings
  /** The mean over seeds. */
  readonly stars: Float64Array
  readonly ratings: ArrayLike<number>
}

const seedOfChoice = 7

/** The candidate of a side with the least error on the inner split. */
export async function chooseSettings(train: MovieLensColumns, side: Side): Promise<Settings> {
  const trials = await tryOut(train, side, [seedOfChoice])
  return best(trials.map((trial) => [trial]))[0]!.settings
}

/** A candidate of each side: those two whose mean has the least error there, which may be neither's best. */
export async function choosePair(train: MovieLensColumns, seeds: readonly number[]): Promise<Settings[]> {
  const both = await tryOut(train, 'both', seeds)
  const pairs = (await tryOut(train, 'item', seeds)).flatMap((item) => both.map((other) => [item, other]))
  return best(pairs).map(({ settings }) => settings)
}

async function tryOut(train: MovieLensColumns, side: Side, seeds: readonly number[]): Promise<Trial[]> {
  const dls = CollabDataLoaders.fromRatings(train, { validPct: 0.2, batchSize: 64, seed: seedOfChoice })
  const trials: Trial[] = []
  for (const settings of candidates[side]) {
    const stars = new Float64Array(dls.valid.dataset.length)
    let ratings: ArrayLike<number> = []
    for (const seed of seeds) {
      const learn = await fit(dls, settings, seed)
      const { predictions, targets } = await learn.getPreds()
      learn.dispose()
      for (const [i, prediction] of predictions.data.entries()) stars[i]! += clip(prediction) / seeds.length
      ratings = targets.data
    }
    trials.push({ settings, stars, ratings })
  }
  return trials
}

/** The group of trials whose mean has the least error. */
function best(groups: readonly Trial[][]): Trial[] {
  const errors = groups.map((group) =>
    Array.from(group[0]!.ratings).reduce((sum, rating, i) => {
      const stars = group.reduce((total, trial) => total + trial.stars[i]!, 0) / group.length
      return sum + (rating - stars) ** 2
    }, 0),
  )
  return groups[errors.indexOf(Math.min(...errors))]!
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
