import type { RawId } from './ratings.ts'

/**
 * Why a score is what it is, by the parts of the model. They add up:
 *
 *     raw = global + userBias + itemBias + sum(factors),   score = f(raw)
 *
 * where f is the sigmoid range, or leaves raw as it is in a model without yRange.
 */
export interface Explanation {
  /** The predicted rating. */
  readonly score: number
  /** The score before the sigmoid. */
  readonly raw: number
  /** Mean bias of all users + mean bias of all items: what everyone gives to everything, tastes aside. */
  readonly global: number
  /** How much more generous this user is than the mean user. */
  readonly userBias: number
  /** How much better this item is liked than the mean item. */
  readonly itemBias: number
  /** What each latent factor adds, user_k item_k: `[factors]`. */
  readonly factors: Float64Array
}

/** What one rating of a folded-in user (or item) adds to a raw score. */
export interface RatingContribution {
  /** The item that the user rated; of a folded-in item, the user who rated it. */
  readonly id: RawId
  readonly rating: number
  readonly contribution: number
  /** The part of it that goes through the factors; the rest goes through the bias, and is the same for all. */
  readonly taste: number
}

/**
 * Why a score of a folded-in user is what it is, by the user's own ratings. They add up:
 *
 *     raw = average + sum(ratings.contribution) = average + bias + sum(ratings.taste),   score = f(raw)
 *
 * A fold-in is a weighted least-squares fit, and so linear in what its ratings ask for: see `pullsOf`. Each
 * contribution is what that rating adds to (or takes from) the raw score that the average user gets.
 */
export interface ExplanationByRatings {
  readonly score: number
  /** The score before the sigmoid. */
  readonly raw: number
  /** The raw score of the average user (or item). */
  readonly average: number
  /** How much more generous this user is than the average user (or better liked this item than the average). */
  readonly bias: number
  /** Largest absolute contribution first; equals in the order of the ratings. */
  readonly ratings: readonly RatingContribution[]
}
