import {
  CollabDataLoaders,
  collabLearner,
  encodeRecommender,
  sampleRatings,
  type Recommender,
} from '@onecycle/collab'
import type * as Serving from '@onecycle/collab/serving'
import { expect, it } from 'vitest'
import { withPage } from '../browser/chromium.ts'
import { bundle } from './bundle.ts'

declare const serving: typeof Serving

const newcomer = [
  { item: 1, rating: 5 },
  { item: 2, rating: 1.5 },
  { item: 3, rating: 4 },
]

it('in a browser serves the model that was trained here', async () => {
  const recommender = await trained()
  const { code } = await bundle('@onecycle/collab/serving', { globalName: 'serving' })
  await withPage(async (page) => {
    await page.addScriptTag({ content: code })
    const there = await page.evaluate(
      ({ bytes, ratings }) => {
        const model = serving.decodeRecommender(Uint8Array.from(bytes))
        return [model.recommend({ user: 7 }, { n: 5 }), model.foldIn(ratings).recommend({ n: 5 })]
      },
      { bytes: Array.from(encodeRecommender(recommender)), ratings: newcomer },
    )
    const here = [
      recommender.recommend({ user: 7 }, { n: 5 }),
      recommender.foldIn(newcomer).recommend({ n: 5 }),
    ]
    expect(there).toEqual(here)
  })
})

async function trained(): Promise<Recommender> {
  const { ratings } = sampleRatings({ users: 60, movies: 80, ratings: 2000 })
  const dls = CollabDataLoaders.fromRatings(ratings, { validPct: 0.1 })
  const learn = await collabLearner(dls, { nFactors: 8, yRange: [0, 5.5], wd: 0.1 })
  await learn.fitOneCycle(2, 5e-3)
  return learn.recommender()
}
