export type { DownloadProgress } from './movielens/download.ts'
export type { MovieLens100kOptions } from './movielens/movielens-100k.ts'
export { movieLens100k } from './movielens/movielens-100k.ts'
export { loadRecommender, saveRecommender } from './recommender-file.ts'
