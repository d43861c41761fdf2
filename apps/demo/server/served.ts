import { join } from 'node:path'
import { HybridRecommender, type Recommender } from '@onecycle/collab'
import { loadRanker, loadRecommender } from '@onecycle/collab/node'
import { OnecycleError } from '@onecycle/tensor-core'
import { Catalogue } from './catalogue.ts'
import { openDataset, sameDataset } from './dataset.ts'
import { modelsFolder } from './home.ts'
import { once } from './once.ts'
import { promotedVersion, modelOf, rankerFileOf, type Model } from './models.ts'
import { openStore, storeTarget, type Store } from './store.ts'

/** The model that serves, with the ratings it was trained on. */
export interface Served extends Model {
  readonly recommender: Recommender
  /** Lists in the order of the model's ranker; null where it has none. */
  readonly hybrid: HybridRecommender | null
  readonly catalogue: Catalogue
}

const state = once('served', () => ({
  current: null as Served | null,
  loading: null as { version: number; model: Promise<Served> } | null,
}))

/** The site's connection to the store. */
export const siteStore = (): Store => once('store', () => openStore(storeTarget()))

/**
 * The promoted model; null where there is none yet. Every request asks the pointer (a look-up of some
 * microseconds); a new model is loaded once, by the first request that finds it.
 */
export async function served(): Promise<Served | null> {
  const store = siteStore()
  const version = await promotedVersion(store)
  if (version === null) return null
  if (state.current?.version === version) return state.current
  if (state.loading?.version !== version) state.loading = { version, model: load(store, version) }
  try {
    return await state.loading.model
  } catch (error) {
    if (state.current) return state.current // the one before goes on serving
    state.loading = null // the next request tries again
    throw error
  }
}

async function load(store: Store, version: number): Promise<Served> {
  try {
    const model = await modelOf(store, version)
    if (!model?.file) throw new OnecycleError('NO_FILE', `model ${version} has no file`, { version })
    const recommender = await loadRecommender(join(modelsFolder(), model.file))
    const hybrid = model.card.ranker
      ? new HybridRecommender({
          ranker: await loadRanker(join(modelsFolder(), rankerFileOf(model.file))),
          predictor: recommender,
        })
      : null
    return (state.current = { ...model, recommender, hybrid, catalogue: await catalogueOf(model) })
  } catch (error) {
    console.error('The promoted model could not be loaded:', error)
    throw error
  }
}

/** The catalogue at hand where the ratings are the same: they are large, models are small. */
async function catalogueOf({ card }: Model): Promise<Catalogue> {
  const { current } = state
  if (current && sameDataset(current.card.dataset, card.dataset)) return current.catalogue
  return new Catalogue(await openDataset(card.dataset))
}
