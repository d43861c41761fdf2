import type { EvaluateOptions } from '../evaluate.ts'
import type { Rating, RatingColumns } from '../ratings.ts'
import type { Predictor } from '../recommender-contract.ts'
import { trainingData } from './training-data.ts'

/**
 * The baseline of baselines: the mean of all training ratings, for everyone and everything. Its RMSE is the
 * standard deviation of the ratings. It cannot rank.
 *
 * @throws OnecycleError `BAD_RATINGS`, `NO_TITLES`
 */
export function fitGlobalMean(
  ratings: Iterable<Rating> | RatingColumns,
  options: EvaluateOptions = {},
): Predictor & { readonly mean: number } {
  const { users, items, mean } = trainingData(ratings, options)
  return {
    mean,
    predict: (user, item) => ({
      score: mean,
      unknown: [...(users.has(user) ? [] : [user]), ...(items.has(item) ? [] : [item])],
    }),
  }
}
