import { endpoint } from '../../../server/api/endpoint.ts'
import { operations } from '../../../server/api/operations.ts'
import { serving } from '../../../server/api/serving.ts'

export const POST = endpoint(operations.foldIn, async ({ ratings, explain: item, ...options }) => {
  const { version, recommender } = await serving()
  const folded = recommender.foldIn(ratings)
  return {
    answer: {
      modelVersion: version,
      recommendations: folded.recommend(options),
      unknown: folded.unknown,
      bias: folded.bias,
      explanation: item === undefined ? null : explained(item, folded.explainByRatings(item)),
    },
  }
})

type Folded = ReturnType<Awaited<ReturnType<typeof serving>>['recommender']['foldIn']>

const explained = (item: string | number, { ratings, ...sums }: ReturnType<Folded['explainByRatings']>) => ({
  item,
  ...sums,
  ratings: ratings.map(({ id, ...rest }) => ({ item: id, ...rest })),
})
