import { formatTable, ndArray, OnecycleError } from '@onecycle/tensor-core'
import { DataLoaders, TensorDataset, type DataLoadersOptions } from '@onecycle/learner'
import { RatedItems } from './rated-items.ts'
import { RatedVocabulary } from './rated-vocabulary.ts'
import { toColumns, type Rating, type RatingColumns, type RawId } from './ratings.ts'
import type { Split } from './splits/split.ts'
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
  readonly #parts: readonly TensorDataset[]
  #rated: RatedItems | undefined

  private constructor({ train, valid, unused, users, items }: EncodedRatings, options: DataLoadersOptions) {
    super(train, valid, options)
    this.users = users
    this.items = items
    this.#parts = [train, valid, unused]
  }

  /** Who rated what, validation included: what a recommender leaves out. Made when it is first asked for. */
  get rated(): RatedItems {
    return (this.#rated ??= RatedItems.ofParts(
      this.#parts.map(({ inputs: [user, item] }) => ({ user: user!.data, item: item!.data })),
      this.users.size,
    ))
  }

  /**
   * Pairs of user and item that come twice stay: two films of one title are one item. `fromAsync`, `readCsv` and the
   * sources of databases refuse them, or skip and count them.
   *
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
    const known = encode(columns, itemColumn, splitRatings(columns, split, { validPct, seed }))
    return new CollabDataLoaders(known, { ...options, seed })
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

/** The ratings of a split, with indices in the place of ids. */
interface EncodedRatings {
  readonly users: RatedVocabulary
  readonly items: RatedVocabulary
  readonly train: TensorDataset
  readonly valid: TensorDataset
  /** Those that the split leaves out. */
  readonly unused: TensorDataset
}

/** @param split its arrays are written over */
function encode(
  { user, rating }: RatingColumns,
  item: ArrayLike<RawId>,
  { train, valid }: Split,
): EncodedRatings {
  const users = RatedVocabulary.ofRatings(user, rating, train)
  const items = RatedVocabulary.ofRatings(item, rating, train)
  const unused = rowsOutside({ train, valid }, rating.length)
  const dataset = (rows: Uint32Array) => {
    const ratings = new Float32Array(rows.length)
    for (let i = 0; i < rows.length; i++) ratings[i] = rating[rows[i]!]!
    const userOf = users.indices(user, rows).indices
    // In the place of the row numbers, which have served: with 25 million ratings that saves 100 MB.
    const itemOf = items.indices(item, rows, new Int32Array(rows.buffer)).indices
    return new TensorDataset([ndArray(userOf), ndArray(itemOf)], ndArray(ratings))
  }
  return { users, items, train: dataset(train), valid: dataset(valid), unused: dataset(unused) }
}

function rowsOutside({ train, valid }: Split, rows: number): Uint32Array {
  const outside = new Uint32Array(rows - train.length - valid.length)
  if (outside.length === 0) return outside
  const isTaken = new Uint8Array(rows)
  for (const part of [train, valid]) for (const row of part) isTaken[row] = 1
  for (let row = 0, at = 0; row < rows; row++) if (!isTaken[row]) outside[at++] = row
  return outside
}
