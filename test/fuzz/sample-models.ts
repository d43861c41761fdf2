import { CollabDataLoaders, fitRanker, NeuralRecommender, EmbeddingNN } from '@onecycle/collab'
import { Generator } from '@onecycle/tensor-core'
import { randomRecommender } from '../../packages/collab/src/recommender-for-tests.ts'

/** One small model of each kind that a file can hold. */
export async function sampleModels() {
  const dotBias = randomRecommender({ users: 3, items: 4, factors: 2 })
  const network = await NeuralRecommender.of(
    new EmbeddingNN({
      users: 4,
      items: 5,
      layers: [3],
      embeddingSizes: { users: 2, items: 2 },
      yRange: null,
      rng: new Generator(1),
    }),
    dotBias,
    { data: 'made up' },
  )
  const ratings = [0, 1, 2].flatMap((user) =>
    [0, 1, 2, 3].filter((item) => (user + item) % 2).map((item) => ({ user, item, rating: 3 + (user % 2) })),
  )
  const dls = CollabDataLoaders.fromRatings(ratings, { validPct: 0, batchSize: 1 })
  const factors = fitRanker(dls, { model: 'ials', nFactors: 2 })
  const links = fitRanker(dls, { model: 'sar' })
  return { dotBias, network, factors, links }
}
