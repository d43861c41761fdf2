/**
 * What serving a trained model needs and nothing else: it runs in a browser and in an edge function, and never
 * loads TensorFlow.js.
 */
export type { Explanation, ExplanationByRatings, RatingContribution } from './explain.ts'
export type { FoldInOptions } from './fold-in.ts'
export { FoldedItem } from './fold-in-item.ts'
export { FoldedUser } from './fold-in-user.ts'
export { decodeRecommender } from './model-file-dot-bias.ts'
export { Recommender } from './recommender.ts'
export type { Prediction, Recommendation, RecommendOptions } from './recommender-contract.ts'
export type { SimilarBy, SimilarOptions } from './similar.ts'
