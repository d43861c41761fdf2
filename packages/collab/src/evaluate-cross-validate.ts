import { OnecycleError } from '@onecycle/tensor-core'
import { evaluate, type EvaluateOptions, type RatingErrors } from './evaluate.ts'
import type { Rating, RatingColumns } from './ratings.ts'
import type { Predictor } from './recommender-contract.ts'

type Ratings = Iterable<Rating> | RatingColumns

/** One way to cut ratings in two. */
export interface Fold<Train extends Ratings = Ratings> {
  readonly train: Train
  readonly test: Ratings
}

export interface MeanAndSpread {
  readonly mean: number
  /** Standard deviation over the folds, with n - 1; 0 for a single fold. */
  readonly sd: number
}

export interface CrossValidation {
  /** In the order of the folds. */
  readonly folds: readonly RatingErrors[]
  /** The mean of the folds' values, as Surprise and others print it. */
  readonly rmse: MeanAndSpread
  readonly mae: MeanAndSpread
}

/**
 * Fits a predictor on the training part of each fold and evaluates it on the other part, one after the other.
 *
 * @param fit makes a predictor of a training part; `fold` counts from 0
 * @throws OnecycleError `NO_FOLDS`, and what {@link evaluate} and `fit` throw
 */
export async function crossValidate<Train extends Ratings>(
  folds: Iterable<Fold<Train>> | AsyncIterable<Fold<Train>>,
  fit: (train: Train, fold: number) => Predictor | Promise<Predictor>,
  options: EvaluateOptions = {},
): Promise<CrossValidation> {
  const results: RatingErrors[] = []
  for await (const { train, test } of folds)
    results.push(evaluate(await fit(train, results.length), test, options))
  if (results.length === 0) throw new OnecycleError('NO_FOLDS', 'there are no folds; expected at least one')
  return {
    folds: results,
    rmse: meanAndSpread(results.map(({ rmse }) => rmse)),
    mae: meanAndSpread(results.map(({ mae }) => mae)),
  }
}

function meanAndSpread(values: readonly number[]): MeanAndSpread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 }
}
