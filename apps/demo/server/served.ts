import { modelsFolder } from './home.ts'
import { siteLog } from './log.ts'
import { once } from './once.ts'
import { PromotedModel, type Served } from './promoted-model.ts'
import { openStore, storeTarget, type Store } from './store.ts'

export type { Served } from './promoted-model.ts'

/** The site's connection to the store. */
export const siteStore = (): Store => once('store', () => openStore(storeTarget()))

/** What keeps the promoted model at hand for the site. */
export const siteModel = (): PromotedModel =>
  once('model', () => new PromotedModel({ store: siteStore(), folder: modelsFolder(), log: siteLog() }))

/** The model that serves; null where there is none yet. @throws OnecycleError `MODEL_NOT_LOADED` */
export const served = (): Promise<Served | null> => siteModel().get()
