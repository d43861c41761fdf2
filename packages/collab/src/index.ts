export { CollabDataLoaders, type FromRatingsOptions } from './collab-data-loaders.ts'
export { collabLearner, CollabLearner } from './collab-learner.ts'
export type { BiasValues, CollabLearnerOptions, Side, WeightValues } from './collab-learner.ts'
export { decodeRecommender, encodeRecommender } from './model-file.ts'
export { EmbeddingDotBias, type EmbeddingDotBiasOptions, type YRange } from './models/embedding-dot-bias.ts'
export { RatedItems } from './rated-items.ts'
export { RatedVocabulary } from './rated-vocabulary.ts'
export { mergeTitles, type TitledColumns } from './movielens/merge.ts'
export { GENRES, parseItems } from './movielens/parse-items.ts'
export { parseRatings, type MovieLensColumns } from './movielens/parse-ratings.ts'
export { toColumns } from './ratings.ts'
export type { DataSource, Movie, MovieRatings, Rating, RatingColumns, RawId } from './ratings.ts'
export { Recommender } from './recommender.ts'
export { RecommenderBase } from './recommender-base.ts'
export type {
  Prediction,
  Predictor,
  Ranker,
  Recommendation,
  RecommendOptions,
} from './recommender-contract.ts'
export type { RecommenderParts } from './recommender-parts.ts'
export { sampleRatings } from './sample-ratings.ts'
export type { Planted, SampleRatings, SampleRatingsOptions } from './sample-ratings.ts'
export type { SimilarBy, SimilarOptions } from './similar.ts'
export { byTime, type ByTimeOptions } from './splits/by-time.ts'
export { kFolds } from './splits/k-folds.ts'
export { leaveKOut } from './splits/leave-k-out.ts'
export { numpySplit } from './splits/numpy-split.ts'
export { randomSplit } from './splits/random-split.ts'
export type { Split, SplitOptions, SplitRule } from './splits/split.ts'
export type { SplitChoice } from './splits/split-ratings.ts'
export { UNKNOWN_ID, Vocabulary } from './vocabulary.ts'
