import { plantedRecovery, sampleRatings } from '@onecycle/collab'
import { sampleSeed } from './dataset.ts'
import { once } from './once.ts'
import { perModel } from './per-model.ts'

const sample = () => once('sample', () => sampleRatings({ seed: sampleSeed }))

/** How well a model of the sample found what was planted there; null for models of real ratings. */
export const recoveryOf = perModel(({ card, recommender }) =>
  card.dataset.kind === 'sample' ? plantedRecovery(recommender, sample()) : null,
)
