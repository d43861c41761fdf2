import { ndArray, OnecycleError } from '@onecycle/tensor-core'
import type { CollabDataLoaders } from '../collab-data-loaders.ts'
import { trainBpr, type BprOptions } from './bpr.ts'
import { coOccurrenceLinks, type ItemKnnRankerOptions } from './co-occurrence.ts'
import { easeLinks, type EaseOptions } from './ease.ts'
import { FactorRanker } from './factor-ranker.ts'
import type { TrainedFactors } from './factor-tables.ts'
import { trainIals, type IalsOptions } from './ials.ts'
import { interactionsOf, lengthsOf, type Interactions } from './interactions.ts'
import { noLinks, type ItemLinks } from './item-links.ts'
import { LinearRanker } from './linear-ranker.ts'

interface AnyRankerOptions {
  /** Ratings from here on count as a choice of the item. Default: all, since to rate is to have chosen. */
  readonly from?: number
  /** Free text that travels with the model. */
  readonly metadata?: Readonly<Record<string, string>>
}

export type LinearRankerOptions = AnyRankerOptions &
  (
    | ({ readonly model: 'ease' } & EaseOptions)
    | ({ readonly model: 'item-knn' } & ItemKnnRankerOptions)
    | { readonly model: 'sar' | 'popularity' }
  )

export type FactorRankerOptions = AnyRankerOptions &
  (({ readonly model: 'ials' } & IalsOptions) | ({ readonly model: 'bpr' } & BprOptions))

/**
 * Trains a ranker on the training ratings of `dls`. Who has chosen what orders a list better than how high they
 * rated it.
 *
 * - `ials` implicit alternating least squares: for any size
 * - `ease` a linear autoencoder in closed form: for at most 10,000 users or 10,000 items
 * - `bpr` Bayesian personalised ranking, by stochastic gradients
 * - `item-knn` neighbours by cosine, BM25, Jaccard, lift or count
 * - `sar` co-occurrence by Jaccard, all neighbours
 * - `popularity` the same for all: what the others must beat
 *
 * The defaults were chosen on parts of MovieLens 100k's training ratings. The same seed gives the same bytes.
 *
 * @example fitRanker(dls, { model: 'ials' }).recommend({ user: 196 }, { n: 10 })
 * @throws OnecycleError `NO_INTERACTIONS`, `BAD_OPTION`, `BAD_COUNT`, `BAD_SIMILARITY`, `TOO_MANY_ITEMS`
 */
export function fitRanker(dls: CollabDataLoaders, options: FactorRankerOptions): FactorRanker
export function fitRanker(dls: CollabDataLoaders, options: LinearRankerOptions): LinearRanker
export function fitRanker(
  dls: CollabDataLoaders,
  options: FactorRankerOptions | LinearRankerOptions,
): FactorRanker | LinearRanker
export function fitRanker(
  dls: CollabDataLoaders,
  options: FactorRankerOptions | LinearRankerOptions,
): FactorRanker | LinearRanker {
  const data = interactionsOf(dls, options.from)
  const { metadata = {} } = options
  switch (options.model) {
    case 'ials':
      return factorRanker(data, trainIals(data, options), metadata)
    case 'bpr':
      return factorRanker(data, trainBpr(data, options), metadata)
    case 'ease':
      return linearRanker(data, easeLinks(data, options), metadata)
    case 'item-knn':
      return linearRanker(data, coOccurrenceLinks(data, options), metadata)
    case 'sar':
      return linearRanker(
        data,
        coOccurrenceLinks(data, { similarity: 'jaccard', neighbours: data.items.size }),
        metadata,
      )
    case 'popularity':
      return linearRanker(data, noLinks(data.items.size), metadata, lengthsOf(data.ofItems))
    default:
      throw new OnecycleError(
        'BAD_OPTION',
        `model is ${JSON.stringify((options as { model: unknown }).model)}; expected ials, bpr, ease, item-knn, ` +
          'sar or popularity',
      )
  }
}

type Metadata = Readonly<Record<string, string>>

function linearRanker(
  { users, items, rated, ofUsers }: Interactions,
  links: ItemLinks,
  metadata: Metadata,
  itemBias: Float32Array = new Float32Array(items.size),
): LinearRanker {
  return new LinearRanker({ users, items, rated, chosen: ofUsers, itemBias, links, metadata })
}

function factorRanker(
  { users, items, rated }: Interactions,
  { userWeight, itemWeight, itemBias, rule }: TrainedFactors,
  metadata: Metadata,
): FactorRanker {
  return new FactorRanker({
    users,
    items,
    rated,
    userWeight: ndArray(userWeight, [users.size, userWeight.length / users.size]),
    itemWeight: ndArray(itemWeight, [items.size, itemWeight.length / items.size]),
    itemBias,
    rule,
    metadata,
  })
}
