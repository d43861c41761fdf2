import type { FoldedUser } from '@onecycle/collab'
import { endpoint } from '../../../server/api/endpoint.ts'
import { operations } from '../../../server/api/operations.ts'
import { serving } from '../../../server/api/serving.ts'
import { foldIn } from '../../../server/visitor-model.ts'

export const POST = endpoint(operations.foldIn, async ({ ratings, explain: item, ...options }) => {
  const model = await serving()
  const { user, recommend } = foldIn(model, ratings)
  return {
    answer: {
      modelVersion: model.version,
      recommendations: recommend(options),
      unknown: user.unknown,
      bias: user.bias,
      explanation: item === undefined ? null : explained(item, user.explainByRatings(item)),
    },
  }
})

const explained = (
  item: string | number,
  { ratings, ...sums }: ReturnType<FoldedUser['explainByRatings']>,
) => ({
  item,
  ...sums,
  ratings: ratings.map(({ id, ...rest }) => ({ item: id, ...rest })),
})
