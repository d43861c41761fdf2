import { formatTable, ndArray, OnecycleError } from '@onecycle/tensor-core'
import { DataLoaders, TensorDataset, type DataLoadersOptions } from '@onecycle/learner'
import { RatedItems } from './rated-items.ts'
import { RatedVocabulary } from './rated-vocabulary.ts'
import { toColumns, type Rating, type RatingColumns } from './ratings.ts'
import { splitRatings, type SplitChoice } from './splits/split-ratings.ts'

export interface FromRatingsOptions extends DataLoadersOptions {
  /** The column that names an item: its id, or its title (films that share a title are then one). Default 'item'. */
  readonly item?: 'item' | 'title'
  /** Share of the ratings kept for validation. Default 0.2. */
  readonly validPct?: number
  /**
   * Which ratings are for validation: 'random' (the default), 'numpy' (the random rows that the lesson's own
   * split has), a rule such as `byTime()` or `leaveKOut(1)`, or row numbers such as one of `kFolds`.
   */
  readonly split?: SplitChoice
}

/** Ratings, split, and turned into batches: inputs [users `[size]`, items `[size]`], targets ratings `[size]`. */
export class CollabDataLoaders extends DataLoaders {
  readonly users: RatedVocabulary
  readonly items: RatedVocabulary
  /** Who rated what, validation included: what a recommender leaves out. */
  readonly rated: RatedItems

  private constructor(
    datasets: { readonly train: TensorDataset; readonly valid: TensorDataset },
    known: { readonly users: RatedVocabulary; readonly items: RatedVocabulary; readonly rated: RatedItems },
    options: DataLoadersOptions,
  ) {
    super(datasets.train, datasets.valid, options)
    this.users = known.users
    this.items = known.items
    this.rated = known.rated
  }

  /**
   * @param ratings rows of `{ user, item, rating }`, or columns
   * @throws OnecycleError `BAD_RATINGS`, `BAD_VALID_PCT`, `BAD_SPLIT`, `BAD_BATCH_SIZE`, `EMPTY_DATASET`,
   * `NO_TITLES`, and what the split throws
   */
  static fromRatings(
    ratings: Iterable<Rating> | RatingColumns,
    options: FromRatingsOptions = {},
  ): CollabDataLoaders {
    const { item = 'item', validPct = 0.2, split = 'random', seed = 42 } = options
    const columns = toColumns(ratings)
    const itemColumn = columns[item]
    if (!itemColumn) {
      throw new OnecycleError(
        'NO_TITLES',
        `item: '${item}' was asked for, but the ratings have no column "${item}"`,
        { item },
      )
    }
    const { train, valid } = splitRatings(columns, split, { validPct, seed })
    const users = RatedVocabulary.ofRatings(columns.user, columns.rating, train)
    const items = RatedVocabulary.ofRatings(itemColumn, columns.rating, train)
    const userOf = users.indices(columns.user).indices
    const itemOf = items.indices(itemColumn).indices

    const dataset = (rows: Uint32Array) =>
      new TensorDataset(
        [
          ndArray(take(userOf, rows, new Int32Array(rows.length))),
          ndArray(take(itemOf, rows, new Int32Array(rows.length))),
        ],
        ndArray(take(columns.rating, rows, new Float32Array(rows.length))),
      )
    const rated = RatedItems.of(userOf, itemOf, users.size)
    return new CollabDataLoaders(
      { train: dataset(train), valid: dataset(valid) },
      { users, items, rated },
      { ...options, seed },
    )
  }

  /** `n` training rows, spread over all of them, as a table to print. */
  showBatch(n = 5): string {
    const { dataset } = this.train
    const { inputs, targets } = dataset.batch(
      Array.from({ length: n }, (_, i) => Math.floor((i * dataset.length) / n)),
    )
    const [users, items] = inputs
    const rows = Array.from(targets.data, (rating, i) => [
      String(this.users.rawId(users!.data[i]!)),
      String(this.items.rawId(items!.data[i]!)),
      rating,
    ])
    return formatTable(['user', 'item', 'rating'], rows)
  }
}

/** Copies the values at `rows` into an array of that length. */
function take<Values extends Int32Array | Float32Array>(
  from: Values,
  rows: Uint32Array,
  into: Values,
): Values {
  for (let i = 0; i < rows.length; i++) into[i] = from[rows[i]!]!
  return into
}
