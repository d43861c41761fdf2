export { movieLens100k } from './movielens/movielens-100k.ts'
export type { DownloadProgress, MovieLens100kOptions } from './movielens/movielens-100k.ts'
export { loadRecommender, saveRecommender } from './recommender-file.ts'
