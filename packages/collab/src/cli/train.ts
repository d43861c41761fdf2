import { mae, rmse } from '@onecycle/learner'
import {
  epochsData,
  epochsTable,
  fitToFile,
  usageError,
  type Arguments,
  type Command,
} from '@onecycle/learner/node'
import { byTime, collabLearner, CollabDataLoaders, leaveKOut, type CollabLearner, type RatingColumns, type SplitChoice, type YRange } from '@onecycle/collab' // prettier-ignore
import { saveRecommender } from '@onecycle/collab/node'
import { loadRatings, RATINGS_OPTIONS } from './load-ratings.ts'

const SPLITS = ['random', 'numpy', 'time', 'leave-one-out'] as const

/** Trains the dot-bias model and writes it after every epoch: Ctrl-C leaves the last good one. */
export const train: Command = {
  summary: 'Trains a model from ratings and writes it to a file.',
  positionals: ['ratings'],
  options: {
    epochs: { type: 'string', value: 'n', default: '5', help: 'passes over the ratings' },
    factors: { type: 'string', value: 'n', default: '40', help: 'latent factors' },
    lr: { type: 'string', value: 'rate', default: '5e-3', help: 'highest learning rate of the one cycle' },
    wd: { type: 'string', value: 'decay', default: '0.1', help: 'weight decay' },
    'batch-size': { type: 'string', value: 'n', default: '64', help: 'ratings in a batch' },
    valid: { type: 'string', value: 'share', default: '0.1', help: 'share of the ratings for validation' },
    split: {
      type: 'string',
      value: SPLITS.join('|'),
      default: 'random',
      help: 'which ratings are for validation',
    },
    seed: { type: 'string', value: 'n', default: '42', help: 'of the split, the start and the order' },
    'y-range': {
      type: 'string',
      value: 'low,high',
      help: 'limits of predictions; default: a little beyond the ratings',
    },
    by: {
      type: 'string',
      value: 'item|title',
      help: 'what names an item; default: title where there are titles',
    },
    out: { type: 'string', short: 'o', value: 'file', default: 'model.safetensors', help: 'the model file' },
    quiet: { type: 'boolean', short: 'q', help: 'no progress' },
    ...RATINGS_OPTIONS,
  },
  examples: [
    'ratings.csv --epochs 5 --factors 40 --lr 5e-3 --wd 0.1 --valid 0.1 --seed 42 --out model.safetensors',
    'ml-100k --split numpy',
  ],

  async run(args, signal) {
    const recipe = recipeOf(args)
    const { ratings, skipped, name } = await loadRatings(args.positionals[0]!, args, {
      withTime: args.text('split') === 'time',
    })
    signal.throwIfAborted()
    const item =
      args.text('by') === undefined
        ? ratings.title
          ? 'title'
          : 'item'
        : args.choice('by', ['item', 'title'])
    const dls = CollabDataLoaders.fromRatings(ratings, { ...recipe, item })
    const { nFactors, wd, seed } = recipe
    const learn = await collabLearner(dls, {
      nFactors,
      wd,
      seed,
      yRange: recipe.yRange ?? rangeAround(ratings),
      ...(recipe.validPct > 0 && { metrics: [rmse, mae] }),
    })
    const about = { data: name, item, ratings: String(ratings.rating.length), seed: String(recipe.seed) }
    await fit(learn, recipe, { about, isQuiet: args.has('quiet'), signal })

    const model = { users: dls.users.size - 1, items: dls.items.size - 1, factors: recipe.nFactors }
    const left =
      skipped.count > 0
        ? `\n${skipped.count} bad rows were left out; the first: ${skipped.first[0]!.message}`
        : ''
    return {
      json: {
        out: recipe.out,
        data: name,
        ratings: ratings.rating.length,
        skipped: skipped.count,
        ...model,
        epochs: epochsData(learn.recorder.epochs),
      },
      text: `${epochsTable(learn.recorder.epochs)}\n\n${recipe.out}: ${model.users} users, ${model.items} items, ${model.factors} factors, from ${ratings.rating.length} ratings${left}`,
    }
  },
}

interface Recipe {
  readonly epochs: number
  readonly lr: number
  readonly wd: number
  readonly nFactors: number
  readonly batchSize: number
  readonly validPct: number
  readonly split: SplitChoice
  readonly seed: number
  readonly yRange: YRange | null
  readonly out: string
}

function recipeOf(args: Arguments): Recipe {
  const split = args.choice('split', SPLITS)
  return {
    epochs: args.number('epochs', { min: 1, integer: true }),
    lr: args.number('lr', { min: 0 }),
    wd: args.number('wd', { min: 0 }),
    nFactors: args.number('factors', { min: 1, integer: true }),
    batchSize: args.number('batch-size', { min: 1, integer: true }),
    validPct: args.number('valid', { min: 0, below: 1 }),
    split: split === 'time' ? byTime() : split === 'leave-one-out' ? leaveKOut(1) : split,
    seed: args.number('seed', { min: 0, integer: true }),
    yRange: args.has('y-range') ? limits(args.required('y-range')) : null,
    out: args.required('out'),
  }
}

function limits(text: string): YRange {
  const [low, high, ...more] = text.split(',').map(Number)
  if (more.length === 0 && low! < high!) return [low!, high!]
  throw usageError(`--y-range is ${text}; expected low,high with low < high, as in 0,5.5`)
}

/** A quarter below the lowest rating and an eighth above the highest: 0 to 5.5 for one to five stars. */
function rangeAround({ rating }: RatingColumns): YRange | null {
  let [low, high] = [Infinity, -Infinity]
  for (const value of rating) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return low < high ? [low - (high - low) / 4, high + (high - low) / 8] : null
}

interface FitSettings {
  readonly about: Readonly<Record<string, string>>
  readonly isQuiet: boolean
  readonly signal: AbortSignal
}

function fit(
  learn: CollabLearner,
  { epochs, lr, wd, out }: Recipe,
  { about, isQuiet, signal }: FitSettings,
): Promise<void> {
  return fitToFile({
    out,
    epochs,
    isQuiet,
    signal,
    async save({ epoch, validLoss }) {
      const loss = validLoss !== null && Number.isFinite(validLoss) ? { validLoss: String(validLoss) } : {}
      const recommender = await learn.recommender({ ...about, epochs: `${epoch + 1} of ${epochs}`, ...loss })
      await saveRecommender(recommender, out)
    },
    fit: (callbacks) => learn.fitOneCycle(epochs, lr, { wd, callbacks, signal }),
  })
}
